// Shared by the forms. Everything that is shown goes in as text, never as HTML.

const SETTLE_MS = 250; // wait this long after the last change before the kernel computes anew
const SPEAK_MS = 1000; // and this long before it is said aloud

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

// Only where it differs: an assignment replaces the text, and a screen reader would say it again.
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// Says one thing at a time, to screen readers only, and waits until nothing has changed for a while.
class Voice {
  constructor() {
    this.element = node("p", { class: "fk-unseen", role: "status" });
    this.timer = null;
  }

  say(text) {
    this.stop();
    this.timer = setTimeout(() => setText(this.element, text), SPEAK_MS);
  }

  stop() {
    clearTimeout(this.timer);
  }
}

// Tab goes round inside a dialog, past its last control to its first and back.
function keepFocus(dialog) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const stops = [...dialog.querySelectorAll("input, select, button")].filter((element) => !element.disabled);
    const inside = stops.indexOf(document.activeElement);
    const leaves = event.shiftKey ? inside <= 0 : inside === stops.length - 1;
    if (!leaves) return;
    event.preventDefault();
    stops[event.shiftKey ? stops.length - 1 : 0].focus();
  });
}

// Keys typed into a form are not JupyterLab's: it listens on the way down (hence the attribute) and on the way up.
function keepKeys(element) {
  element.setAttribute("data-lm-suppress-shortcuts", "true");
  for (const kind of ["keydown", "keyup", "keypress"]) {
    element.addEventListener(kind, (event) => event.stopPropagation());
  }
}

// Calls what is named by its event; what comes back ends it.
function follow(model, actions) {
  for (const [event, action] of Object.entries(actions)) model.on(event, action);
  return () => {
    for (const [event, action] of Object.entries(actions)) model.off(event, action);
  };
}

// Calls `action` when the kernel goes: then nothing here is heard or written any more. What comes back ends it.
const GOING = new Set(["restarting", "autorestarting", "terminating", "dead"]);

function whenKernelGoes(model, action) {
  const changed = (_, status) => { if (GOING.has(status)) action(); };
  const signal = model.widget_manager?.kernel?.statusChanged; // JupyterLab's; other front ends have none
  signal?.connect(changed);
  return () => signal?.disconnect(changed);
}

// One sentence over the page, with nothing to decide.
function notice(text) {
  const element = node("dialog", { class: "fk-dialog fk-notice" }, node("p", {}, text),
    button("OK", "fk-primary", () => element.close()));
  element.addEventListener("close", () => element.remove());
  keepKeys(element);
  document.body.append(element);
  element.showModal();
}
