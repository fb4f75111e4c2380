// The board of a run. The kernel writes it; this file keeps unfolded what the reader unfolded, and says when nobody
// writes any more.

const GONE = "The kernel has gone, so nothing moves here any more. What was finished is kept: run the notebook again "
  + "with this run's run_id to go on.";

function show(element, html) {
  const held = document.activeElement?.closest?.("details")?.dataset.agent;
  const unfolded = new Set([...element.querySelectorAll("details[open]")].map((line) => line.dataset.agent));
  element.innerHTML = html; // written by the kernel, its texts escaped there
  for (const line of element.querySelectorAll("details")) {
    if (unfolded.has(line.dataset.agent)) line.open = true;
    if (line.dataset.agent === held) line.querySelector("summary").focus({ preventScroll: true });
  }
}

function sayGone(element) {
  const board = element.querySelector(".fk-status");
  if (board && !board.querySelector(".fk-gone"))
    board.append(node("div", { class: "fk-news fk-gone", role: "status" }, `‖ ${GONE}`));
}

export default {
  render({ model, el }) {
    const draw = () => show(el, model.get("html"));
    draw();
    const ends = [follow(model, { "change:html": draw }), whenKernelGoes(model, () => sayGone(el))];
    return () => ends.forEach((end) => end());
  },
};
