// Shared by the forms. Everything that is shown goes in as text, never as HTML.

const SETTLE_MS = 250; // wait this long after the last change before the kernel computes anew

function node(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function button(text, kind, action) {
  const element = node("button", { type: "button", class: `fk-button ${kind}` }, text);
  element.addEventListener("click", action);
  return element;
}

// Keys typed into a form are not JupyterLab's: it listens on the way down (hence the attribute) and on the way up.
function keepKeys(element) {
  element.setAttribute("data-lm-suppress-shortcuts", "true");
  for (const kind of ["keydown", "keyup", "keypress"]) {
    element.addEventListener(kind, (event) => event.stopPropagation());
  }
}

function follow(model, changes) {
  const pairs = Object.entries(changes).map(([name, action]) => [`change:${name}`, action]);
  for (const [event, action] of pairs) model.on(event, action);
  return () => {
    for (const [event, action] of pairs) model.off(event, action);
  };
}
