// The confirmation dialog. The kernel owns every judgement: this file shows what it is given, keeps what is typed,
// and says which button was pressed.
//
// Everything goes to the kernel by `send`, never by `save_changes`: while a cell awaits, the kernel reports no idle for
// the messages it handles, and the widget manager holds back every change of state after the first.

const ANSWER_MS = 60000; // a forecast takes seconds; after this long nobody is there
const UNSEEN = "Confirmed. This page was loaded anew while the cell waited. Run that cell and those below it again to see "
  + "what follows; you are not asked a second time.";
const LOST = "The kernel does not answer. Close this form and run the notebook again.";

function pairs(list) {
  return list.map(([label, value]) => node("div", {}, node("dt", {}, label), node("dd", {}, value)));
}

function warningLine(text) {
  return node("li", {}, node("span", { class: "fk-doubt", "aria-hidden": "true" }, "▲"), node("span", { dir: "auto" }, text));
}

class Dialog {
  // `seen` says whether the page shows the cell's line; after a reload it may not, while the kernel still waits.
  constructor(model, seen) {
    this.model = model;
    this.seen = seen;
    this.spec = model.get("spec");
    this.read = this.spec.read;
    this.revision = this.sent = model.get("values").revision || 0; // a page loaded anew goes on where the last one was
    this.timer = null;
    this.asking = null; // the timer of a Confirm that waits for its answer
    this.pressed = false; // Confirm was, and nothing has changed since
    this.lost = false;
    this.waiting = false; // for the kernel's answer to a draft; what is typed meanwhile is sent after it, at once
    this.build(`fk-${Math.random().toString(36).slice(2, 9)}`);
    this.fill(model.get("values"));
  }

  build(prefix) {
    const { spec } = this;
    const changed = () => this.changed();
    this.rows = spec.rows.map((row) => new SettingRow(row, prefix, changed));
    this.heading = node("h2", { id: `${prefix}-title`, tabindex: "-1" }, spec.title);
    this.facts = node("dl", { class: "fk-facts" });
    this.warnings = node("ul", { class: "fk-warnings", "aria-label": "Look at these first", hidden: true });
    const headers = ["Setting", "Value", "Your words", "What it leads to"].map((text) => node("th", { scope: "col" }, text));
    this.name = node("input", { class: "fk-input fk-name", type: "text", autocomplete: "name", required: true });
    this.name.addEventListener("input", () => this.refresh()); // no figure depends on it
    this.tiles = node("dl", { class: "fk-tiles" });
    this.note = node("p", { class: "fk-note" });
    this.problem = node("p", { class: "fk-problem", id: `${prefix}-problem` });
    this.voice = new Voice();
    this.confirmButton = button("Confirm", "fk-primary", () => this.confirm());
    this.confirmButton.setAttribute("aria-describedby", this.problem.id);
    this.element = node("dialog", { class: "fk-dialog", "aria-labelledby": `${prefix}-title` },
      node("header", {}, this.heading, this.facts),
      node("div", { class: "fk-body" }, this.warnings,
        node("table", { class: "fk-settings" }, node("thead", {}, node("tr", {}, ...headers)),
          node("tbody", {}, ...this.rows.map((row) => row.element)))),
      node("footer", {}, this.tiles, this.note, this.voice.element,
        node("div", { class: "fk-actions" },
          button("Back to what was read", "fk-back", () => this.back()), this.problem,
          node("label", { class: "fk-who" }, "Confirmed by", this.name),
          button("Cancel", "fk-cancel", () => this.element.close()), this.confirmButton)));
    keepKeys(this.element);
    keepFocus(this.element);
    this.element.addEventListener("mousedown", (event) => {
      if (event.target === this.element) event.preventDefault(); // a click on the backdrop keeps the focus inside
    });
    this.element.addEventListener("close", () => this.closed());
  }

  fill(values) {
    for (const row of this.rows) row.fill(values);
    this.name.value = values.confirmed_by || "";
    this.refresh();
  }

  values() {
    const values = { confirmed_by: this.name.value, revision: this.revision };
    for (const row of this.rows) if (!row.row.needs) values[row.row.name] = row.value();
    for (const row of this.rows) {
      if (!row.row.needs) continue;
      row.follow(values);
      values[row.row.name] = row.value();
    }
    return values;
  }

  changed() {
    this.revision += 1;
    this.pressed = false;
    const weeks = this.rows.find((row) => row.row.control === "week");
    const horizon = this.rows.find((row) => row.row.name === "forecast_horizon_weeks").value();
    if (horizon >= 1 && horizon <= 52) weekOptions(weeks.control, horizon, weeks.value());
    this.refresh();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), SETTLE_MS);
  }

  send() {
    clearTimeout(this.timer);
    this.timer = null;
    this.sent = this.revision;
    if (this.waiting) return;
    this.waiting = true;
    this.model.send({ event: "draft", values: this.values() });
  }

  refresh() {
    const values = this.values();
    const check = this.model.get("check") || {};
    const current = check.revision === this.revision;
    const { problems: judged = {}, meanings = {}, doubted } = current ? check : {};
    const problems = [];
    for (const row of this.rows) {
      const { name } = row.row;
      const problem = row.localProblem() || judged[name];
      if (problem) problems.push(problem);
      row.show(this.read[name], values[name], { meaning: meanings[name], doubted: doubted && doubted.includes(name), problem });
    }
    if (!this.name.value.trim()) problems.push(this.spec.name_problem);
    if (this.lost) problems.unshift(LOST);
    this.name.setAttribute("aria-invalid", this.name.value.trim() ? "false" : "true");
    setText(this.problem, problems.length ? `✕ ${problems[0]}` : "");
    this.confirmButton.disabled = problems.length > 0 || this.asking !== null;
    setText(this.confirmButton, this.asking === null ? "Confirm" : "Confirming …");
    this.element.classList.toggle("fk-stale", !current || !check.meanings);
    if (current && check.meanings) this.showOutcome(check);
    if (problems.length) this.voice.say(problems[0]);
    else if (current) this.voice.say(spoken(check));
  }

  showOutcome(check) {
    this.facts.replaceChildren(...pairs(check.facts));
    this.tiles.replaceChildren(...pairs(check.tiles));
    setText(this.note, check.note);
    this.warnings.replaceChildren(...check.warnings.map(warningLine));
    this.warnings.hidden = !check.warnings.length;
  }

  judged() {
    this.answered();
    this.refresh();
    if (this.sent > (this.model.get("check") || {}).revision) this.send();
  }

  answered() {
    clearTimeout(this.asking);
    this.asking = null;
    this.waiting = false;
    this.lost = false;
  }

  lose() {
    this.answered();
    this.lost = true;
    this.refresh();
  }

  back() {
    this.fill({ ...this.read, confirmed_by: this.name.value });
    this.changed();
  }

  confirm() {
    clearTimeout(this.timer);
    this.pressed = true;
    this.asking = setTimeout(() => this.lose(), ANSWER_MS);
    this.refresh();
    this.model.send({ event: "confirm", values: this.values() });
  }

  open() {
    if (this.element.open) return;
    document.body.append(this.element);
    this.pressed = false;
    this.answered();
    this.refresh();
    this.element.showModal();
    this.heading.focus();
  }

  // Esc, Cancel or the browser itself: unless the kernel asked for it, a person closed the form.
  closed() {
    const confirmed = this.pressed && !this.model.get("shown");
    clearTimeout(this.timer);
    this.answered();
    this.voice.stop();
    this.element.remove();
    if (confirmed && !this.seen()) notice(UNSEEN);
    if (!this.model.get("shown")) return;
    this.model.set("shown", false);
    this.model.send({ event: "cancel" });
  }
}

// What the footer and the warnings come to, in a sentence for those who listen.
function spoken(check) {
  const figures = (check.tiles || []).map(([label, value]) => `${label}: ${value}`).join(". ");
  return [figures, ...(check.warnings || [])].filter(Boolean).join(" ");
}

function widget() {
  let views = 0;
  return {
    initialize({ model }) {
      const dialog = new Dialog(model, () => views > 0);
      const shown = () => (model.get("shown") ? dialog.open() : dialog.element.close());
      // The line to the kernel went or came back: if it is there after all, it answers the draft.
      const line = () => {
        dialog.lose();
        dialog.changed(); // a new revision, so that the answer is a new one
      };
      const unfollow = follow(model, { "change:shown": shown, "change:check": () => dialog.judged(), comm_live_update: line });
      shown();
      return () => {
        unfollow();
        dialog.element.remove();
      };
    },

    render({ model, el }) {
      const standing = node("span", { class: "fk-standing fk-unseen", role: "status" });
      const reopen = button("Reopen", "fk-reopen", () => {
        model.set("shown", true);
        model.send({ event: "reopen" });
      });
      const update = () => {
        setText(standing, model.get("standing"));
        reopen.disabled = model.get("shown");
      };
      update();
      el.append(node("div", { class: "fk-gate" }, reopen, standing)); // the summary below shows where it stands
      views += 1;
      const unfollow = follow(model, { "change:standing": update, "change:shown": update });
      return () => {
        views -= 1;
        unfollow();
      };
    },
  };
}

export default widget;
