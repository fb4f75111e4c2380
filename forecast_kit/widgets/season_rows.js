// One setting a row: its control, the words it came from, what it leads to.

function weekOptions(select, horizon, chosen) {
  const last = Math.max(horizon || 0, chosen || 0);
  const options = [node("option", { value: "" }, "none")];
  for (let week = 1; week <= last; week++) options.push(node("option", { value: String(week) }, `after week ${week}`));
  select.replaceChildren(...options);
  select.value = chosen ? String(chosen) : "";
}

function makeControl(row, id) {
  const common = { id, "aria-describedby": `${id}-origin ${id}-meaning` };
  if (row.control === "week") return node("select", { ...common, class: "fk-input" });
  if (row.control === "select") {
    const options = row.options.map(([value, text]) => node("option", { value }, text));
    return node("select", { ...common, class: "fk-input" }, ...options);
  }
  if (row.control === "date") return node("input", { ...common, class: "fk-input", type: "date", required: true });
  return node("input", {
    ...common, class: "fk-input fk-number", type: "number", required: true, min: row.min, max: row.max, step: row.step,
  });
}

// A browser shows 03/02/2026 for the second of March or the third of February; these words no country misreads.
function dayInWords(value) {
  if (!value) return "";
  const parts = { weekday: "short", day: "numeric", month: "short", year: "numeric" };
  return new Date(`${value}T00:00`).toLocaleDateString("en-GB", parts).replace(",", "");
}

class SettingRow {
  constructor(row, prefix, changed) {
    this.row = row;
    const id = `${prefix}-${row.name}`;
    this.control = makeControl(row, id);
    this.control.addEventListener("input", changed);
    this.inWords = row.control === "date" ? node("div", { class: "fk-in-words" }) : null;
    this.meaning = node("td", { class: "fk-meaning", id: `${id}-meaning` });
    this.changedNote = node("div", { class: "fk-changed", hidden: true });
    this.doubt = node("span", { class: "fk-doubt", role: "img", "aria-label": "see the warnings above", hidden: true }, "▲");
    this.element = node("tr", { "data-field": row.name, "data-source": row.word },
      node("th", { scope: "row" }, node("label", { for: id }, row.label), this.doubt),
      node("td", { class: "fk-value" }, node("span", { class: "fk-control" }, this.control,
        row.suffix ? node("span", { class: "fk-suffix", "aria-hidden": "true" }, row.suffix) : null), this.inWords),
      node("td", { class: "fk-source", id: `${id}-origin` }, this.origin(row), this.words(row), this.changedNote),
      this.meaning);
  }

  origin(row) {
    return node("div", { class: "fk-origin" }, node("span", { class: "fk-sign", "aria-hidden": "true" }, row.sign),
      node("span", { class: `fk-word fk-${row.word}` }, row.word));
  }

  words(row) {
    return node("div", { class: "fk-words", title: row.reason },
      row.quote ? node("q", { dir: "auto" }, row.quote) : null,
      row.why ? node("div", { class: "fk-why" }, row.why) : null,
      row.rival ? node("div", { class: "fk-rival" },
        node("span", { class: "fk-doubt", "aria-hidden": "true" }, "▲ "), row.rival) : null);
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
    if (this.row.control === "select") return this.control.value;
    if (this.control.disabled || this.control.value === "") return null;
    return this.row.control === "date" ? this.control.value : Number(this.control.value);
  }

  localProblem() {
    return this.control.disabled || this.control.validity.valid ? null : this.row.problem;
  }

  // `meaning` and `doubted` are undefined while the kernel still works on what was typed: then the last ones stay.
  show(original, value, { meaning, doubted, problem }) {
    const changed = original !== value;
    if (this.inWords) setText(this.inWords, dayInWords(value));
    this.element.classList.toggle("fk-edited", changed);
    this.changedNote.hidden = !changed;
    setText(this.changedNote, changed ? `✎ changed from ${this.row.read}` : "");
    this.control.setAttribute("aria-invalid", problem ? "true" : "false");
    this.meaning.classList.toggle("fk-wrong", Boolean(problem));
    if (meaning) this.lastMeaning = meaning;
    const lines = problem ? [`✕ ${problem}`] : this.lastMeaning || [];
    this.meaning.replaceChildren(...lines.map((line) => node("div", {}, line)));
    if (doubted !== undefined) this.doubt.hidden = !doubted;
  }
}
