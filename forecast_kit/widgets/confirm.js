// The confirmation dialog. The kernel owns every judgement: this file shows what it is given, keeps what is typed,
// and says which button was pressed.
//
// Everything goes to the kernel by `send`, never by `save_changes`: while a cell awaits, the kernel reports no idle for
// the messages it handles, and the widget manager holds back every change of state after the first.

function weekOptions(select, horizon, chosen) {
  const last = Math.max(horizon || 0, chosen || 0);
  const options = [node("option", { value: "" }, "none")];
  for (let week = 1; week <= last; week++) options.push(node("option", { value: String(week) }, `after week ${week}`));
  select.replaceChildren(...options);
  select.value = chosen ? String(chosen) : "";
}

function makeControl(row, id) {
  const label = { id, "aria-label": row.label, "aria-describedby": `${id}-meaning` };
  if (row.control === "week") return node("select", { ...label, class: "fk-input" });
  if (row.control === "select") {
    const options = row.options.map(([value, text]) => node("option", { value }, text));
    return node("select", { ...label, class: "fk-input" }, ...options);
  }
  if (row.control === "date") return node("input", { ...label, class: "fk-input", type: "date", required: true });
  return node("input", {
    ...label, class: "fk-input fk-number", type: "number", required: true, min: row.min, max: row.max, step: row.step,
  });
}

function readControl(row, control) {
  if (row.control === "select") return control.value;
  if (row.control === "date") return control.value || null;
  if (control.disabled || control.value === "") return null;
  return Number(control.value);
}

function warningLine(text) {
  return node("li", {}, node("span", { class: "fk-doubt", "aria-hidden": "true" }, "▲"), node("span", {}, text));
}

class SettingRow {
  constructor(row, prefix, changed) {
    this.row = row;
    const id = `${prefix}-${row.name}`;
    this.control = makeControl(row, id);
    this.control.addEventListener("input", changed);
    this.meaning = node("td", { class: "fk-meaning", id: `${id}-meaning` });
    this.origin = node("div", { class: "fk-origin" });
    this.words = node("div", { class: "fk-words" });
    this.changedNote = node("div", { class: "fk-changed", hidden: true });
    this.element = node("tr", { "data-field": row.name, "data-source": row.word },
      node("th", { scope: "row" }, node("label", { for: id }, row.label),
        row.doubted ? node("span", { class: "fk-doubt", title: "see the warnings above", role: "img",
          "aria-label": "see the warnings above" }, "▲") : null),
      node("td", { class: "fk-value" }, node("span", { class: "fk-control" }, this.control,
        row.suffix ? node("span", { class: "fk-suffix", "aria-hidden": "true" }, row.suffix) : null)),
      node("td", { class: "fk-source" }, this.origin, this.words, this.changedNote),
      this.meaning);
    const sign = node("span", { class: "fk-sign", "aria-hidden": "true" }, row.sign);
    this.origin.append(sign, node("span", { class: `fk-word fk-${row.word}` }, row.word));
    this.words.append(row.quote ? node("q", {}, row.quote) : row.reason);
    if (row.quote) this.words.title = row.reason;
  }

  fill(values) {
    if (this.row.control === "week") {
      weekOptions(this.control, values.forecast_horizon_weeks, values[this.row.name]);
    } else {
      const value = values[this.row.name];
      this.control.value = value === null || value === undefined ? "" : String(value);
    }
  }

  // A setting that needs another one (a threshold its checkpoint) rests while the other is none.
  follow(values) {
    if (!this.row.needs) return;
    const resting = values[this.row.needs] === null;
    if (this.control.disabled && !resting && this.control.value === "") this.control.value = this.row.when_enabled;
    this.control.disabled = resting;
    this.element.classList.toggle("fk-resting", resting);
  }

  value() {
    if (this.row.control === "week") return this.control.value === "" ? null : Number(this.control.value);
    return readControl(this.row, this.control);
  }

  localProblem() {
    return this.control.disabled || this.control.validity.valid ? null : this.row.problem;
  }

  show(original, value, meaning, problem) {
    const changed = original !== value;
    this.element.classList.toggle("fk-edited", changed);
    this.changedNote.hidden = !changed;
    this.changedNote.textContent = changed ? `✎ changed from ${this.row.read}` : "";
    this.control.setAttribute("aria-invalid", problem ? "true" : "false");
    this.meaning.classList.toggle("fk-wrong", Boolean(problem));
    if (problem) this.meaning.textContent = `✕ ${problem}`;
    else if (meaning !== undefined) this.meaning.textContent = meaning;
  }
}

class Dialog {
  constructor(model) {
    this.model = model;
    this.spec = model.get("spec");
    this.prefix = `fk-${Math.random().toString(36).slice(2, 9)}`;
    this.read = this.spec.read;
    this.revision = 0;
    this.timer = null;
    this.asking = false;
    this.build();
    this.fill(model.get("values"));
  }

  build() {
    const { spec, prefix } = this;
    const changed = () => this.changed();
    this.rows = spec.rows.map((row) => new SettingRow(row, prefix, changed));
    this.heading = node("h2", { id: `${prefix}-title`, tabindex: "-1" }, spec.title);
    const facts = spec.facts.map(([label, value]) => node("div", {}, node("dt", {}, label), node("dd", {}, value)));
    const warnings = spec.warnings.map(warningLine);
    this.live = node("ul", { class: "fk-warnings", "aria-label": "What these settings lead to", "aria-live": "polite", hidden: true });
    const headers = ["Setting", "Value", "Your words", "What it means"].map((text) => node("th", { scope: "col" }, text));
    this.name = node("input", { class: "fk-input fk-name", type: "text", autocomplete: "name", required: true });
    this.name.addEventListener("input", changed);
    this.tiles = node("dl", { class: "fk-tiles", "aria-live": "polite" });
    this.note = node("p", { class: "fk-note" });
    this.problem = node("p", { class: "fk-problem", role: "status", "aria-live": "polite" });
    this.confirmButton = button("Confirm", "fk-primary", () => this.confirm());
    this.element = node("dialog", { class: "fk-dialog", "aria-labelledby": `${prefix}-title` },
      node("header", {}, this.heading, facts.length ? node("dl", { class: "fk-facts" }, ...facts) : null),
      node("div", { class: "fk-body" },
        warnings.length ? node("ul", { class: "fk-warnings", "aria-label": "Look at these first" }, ...warnings) : null,
        this.live,
        node("table", { class: "fk-settings" }, node("thead", {}, node("tr", {}, ...headers)),
          node("tbody", {}, ...this.rows.map((row) => row.element)))),
      node("footer", {}, this.tiles, this.note, this.problem,
        node("div", { class: "fk-actions" },
          button("Back to what was read", "fk-back", () => this.back()),
          node("label", { class: "fk-who" }, "Confirmed by", this.name),
          button("Cancel", "fk-cancel", () => this.element.close()), this.confirmButton)));
    keepKeys(this.element);
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
    this.model.send({ event: "draft", values: this.values() });
  }

  refresh() {
    const values = this.values();
    const check = this.model.get("check") || {};
    const current = check.revision === this.revision;
    const judged = current ? check.problems || {} : {};
    const problems = [];
    for (const row of this.rows) {
      const problem = row.localProblem() || judged[row.row.name];
      if (problem) problems.push(problem);
      row.show(this.read[row.row.name], values[row.row.name], current ? (check.meanings || {})[row.row.name] : undefined, problem);
    }
    if (!this.name.value.trim()) problems.push(this.spec.name_problem);
    this.name.setAttribute("aria-invalid", this.name.value.trim() ? "false" : "true");
    this.problem.textContent = problems.length ? `✕ ${problems[0]}` : "";
    this.confirmButton.disabled = problems.length > 0 || this.asking;
    this.confirmButton.textContent = this.asking ? "Confirming …" : "Confirm";
    this.element.classList.toggle("fk-stale", !current || problems.length > 0);
    if (current && !problems.length) this.showOutcome(check);
  }

  showOutcome(check) {
    const tiles = (check.tiles || []).map(([label, value]) => node("div", {}, node("dt", {}, label), node("dd", {}, value)));
    this.tiles.replaceChildren(...tiles);
    this.tiles.hidden = !tiles.length;
    this.note.textContent = check.note || "";
    this.live.replaceChildren(...(check.warnings || []).map(warningLine));
    this.live.hidden = !(check.warnings || []).length;
  }

  judged() {
    this.asking = false;
    this.refresh();
  }

  back() {
    this.fill({ ...this.read, confirmed_by: this.name.value });
    this.changed();
  }

  confirm() {
    clearTimeout(this.timer);
    this.asking = true;
    this.refresh();
    this.model.send({ event: "confirm", values: this.values() });
  }

  open() {
    if (this.element.open) return;
    document.body.append(this.element);
    this.asking = false;
    this.refresh();
    this.element.showModal();
    this.heading.focus();
  }

  // Esc, Cancel or the browser itself: unless the kernel asked for it, a person closed the form.
  closed() {
    clearTimeout(this.timer);
    this.element.remove();
    if (!this.model.get("shown")) return;
    this.model.set("shown", false);
    this.model.send({ event: "cancel" });
  }
}

export default {
  initialize({ model }) {
    const dialog = new Dialog(model);
    const shown = () => (model.get("shown") ? dialog.open() : dialog.element.close());
    const unfollow = follow(model, { shown, check: () => dialog.judged() });
    shown();
    return () => {
      unfollow();
      dialog.element.remove();
    };
  },

  render({ model, el }) {
    const standing = node("span", { class: "fk-standing", role: "status" });
    const reopen = button("Reopen", "fk-reopen", () => {
      model.set("shown", true);
      model.send({ event: "reopen" });
    });
    const update = () => {
      standing.textContent = model.get("standing");
      reopen.disabled = model.get("shown");
    };
    update();
    el.append(node("div", { class: "fk-gate" }, standing, reopen));
    return follow(model, { standing: update, shown: update });
  },
};
