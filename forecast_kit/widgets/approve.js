// The controls of an approval, in the cell. The kernel decides what is within the limits; this file shows it.

class Controls {
  constructor(model) {
    this.model = model;
    this.spec = model.get("spec");
    this.revision = 0;
    this.timer = null;
    this.asking = false;
    this.build();
    this.refresh();
    this.stand();
  }

  build() {
    const { spec } = this;
    if (spec.units !== null) {
      this.what = node("input", { class: "fk-input fk-number fk-units", type: "number", min: 0, step: 1, required: true });
    } else {
      const options = spec.options.map(([value, text]) => node("option", { value }, text));
      this.what = node("select", { class: "fk-input fk-option" }, ...options);
    }
    this.cash = node("span", { class: "fk-cash" });
    this.name = node("input", { class: "fk-input fk-name", type: "text", autocomplete: "name" });
    this.reason = node("input", { class: "fk-input fk-reason", type: "text", placeholder: "needed to reject" });
    this.facts = node("tbody", {});
    this.problem = node("p", { class: "fk-problem", role: "status", "aria-live": "polite" });
    this.standing = node("p", { class: "fk-stands", role: "status" });
    this.accept = button("Accept", "fk-primary fk-accept", () => this.decide("accepted"));
    this.reject = button("Reject", "fk-reject", () => this.decide("rejected"));
    this.undo = button("Undo", "fk-undo", () => this.model.send({ event: "undo" }));
    this.undo.title = "Take the decision back, as long as the order has not taken effect";
    const values = this.model.get("values");
    this.what.value = spec.units !== null ? String(values.units) : values.option || "";
    this.name.value = values.name || "";
    this.reason.value = values.reason || "";
    this.ways = (spec.ways || []).map(([label, units]) => button(label, "fk-way", () => {
      this.what.value = String(units);
      this.changed();
    }));
    this.inputs = [this.what, this.name, this.reason, ...this.ways];
    for (const input of [this.what, this.name, this.reason]) input.addEventListener("input", () => this.changed());
    const field = (label, ...parts) => node("label", { class: "fk-field" }, node("span", {}, label), ...parts);
    this.element = node("div", { class: "fk-card", role: "group", "aria-label": spec.title },
      node("div", { class: "fk-fields" },
        field(spec.units !== null ? "Units to order" : "Markdown", node("span", { class: "fk-control" }, this.what, this.cash)),
        field("Your name", this.name), field("Reason", this.reason)),
      this.ways.length ? node("div", { class: "fk-ways", role: "group", "aria-label": "Take another option" },
        node("span", {}, "Or take:"), ...this.ways) : null,
      node("table", { class: "fk-facts-table" }, this.facts),
      this.problem,
      node("div", { class: "fk-actions" }, this.accept, this.reject, this.undo, this.standing));
    keepKeys(this.element);
  }

  values() {
    const whole = this.what.value !== "" && this.what.validity.valid;
    const chosen = this.spec.units !== null
      ? { units: whole ? Number(this.what.value) : null }
      : { option: this.what.value || null };
    return { ...chosen, name: this.name.value, reason: this.reason.value, revision: this.revision };
  }

  changed() {
    this.revision += 1;
    this.refresh();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.model.send({ event: "draft", values: this.values() }), SETTLE_MS);
  }

  refresh() {
    const check = this.model.get("check") || {};
    const enabled = this.model.get("enabled") && !this.asking;
    for (const input of this.inputs) input.disabled = !enabled;
    const current = check.revision === this.revision;
    this.problem.textContent = current && check.problem && this.model.get("enabled") ? `✕ ${check.problem}` : "";
    if (current) {
      this.accept.textContent = check.accept;
      this.cash.textContent = check.cash || "";
      this.show(check.facts || []);
    }
    this.element.classList.toggle("fk-stale", !current);
    this.accept.disabled = !enabled || !current || Boolean(check.problem);
    this.reject.disabled = !enabled || !this.reason.value.trim() || !this.name.value.trim();
    this.reject.title = this.reason.value.trim() ? "" : "Give a reason first";
  }

  // Only what differs while other units are typed in: as proposed is what stands above.
  show(facts) {
    const differ = facts.filter((row) => row.length > 2 && row[1] !== row[2]);
    const rows = differ.length ? [["", "As proposed", "With yours"], ...differ] : [];
    this.facts.replaceChildren(...rows.map((row, n) =>
      node("tr", {}, ...row.map((text, at) => node(n && at ? "td" : "th", { scope: n ? "row" : "col" }, text)))));
  }

  stand() {
    setText(this.standing, this.model.get("standing") || "");
    this.undo.hidden = !this.model.get("undoable");
  }

  gone() {
    this.asking = true; // nobody would hear a decision
    this.refresh();
    this.undo.hidden = true;
    setText(this.standing, "The kernel has gone: nothing can be decided here. It waits where it stood; run the notebook "
      + "again with this run's run_id.");
  }

  // What was signed where that is not what was typed: the supplier's packs.
  instead() {
    this.spec = this.model.get("spec");
    if (this.spec.units !== null) this.what.value = String(this.spec.units);
  }

  judged() {
    this.asking = false;
    this.refresh();
  }

  decide(decision) {
    clearTimeout(this.timer);
    this.asking = true;
    this.refresh();
    this.model.send({ event: "decide", decision, values: this.values() });
  }
}

export default {
  render({ model, el }) {
    const controls = new Controls(model);
    el.append(controls.element);
    const judged = () => controls.judged();
    const stand = () => controls.stand();
    const ends = [
      follow(model, {
        "change:spec": () => controls.instead(), "change:check": judged, "change:enabled": judged,
        "change:standing": stand, "change:undoable": stand,
      }),
      whenKernelGoes(model, () => controls.gone()),
    ];
    return () => ends.forEach((end) => end());
  },
};
