// The board of a run. The kernel writes it; this file keeps unfolded what the reader unfolded, and says when nobody
// writes any more.

const GONE = "‖ The kernel has gone, so nothing moves here any more. What was finished is kept: run the notebook again "
  + "with this run's run_id to go on.";

function show(element, html) {
  const held = document.activeElement?.closest?.("details")?.dataset.agent;
  const toggled = new Map([...element.querySelectorAll("details")].map((line) => [line.dataset.agent, line.open]));
  element.innerHTML = html; // written by the kernel, its texts escaped there
  for (const line of element.querySelectorAll("details")) {
    if (toggled.get(line.dataset.agent)) line.open = true;
    if (line.dataset.agent === held) line.querySelector("summary").focus({ preventScroll: true });
  }
}

export default {
  render({ model, el }) {
    const gone = () => {
      const board = el.querySelector(".fk-status");
      if (!board || board.querySelector(".fk-gone")) return;
      const said = document.createElement("div");
      said.className = "fk-news fk-gone";
      said.setAttribute("role", "status");
      said.textContent = GONE;
      board.append(said);
    };
    const draw = () => show(el, model.get("html"));
    draw();
    model.on("change:html", draw);
    model.on("comm_live_update", gone);
    return () => {
      model.off("change:html", draw);
      model.off("comm_live_update", gone);
    };
  },
};
