"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const source = $("data");
  const data = JSON.parse(source.textContent);
  source.remove();
  const { leaks, rules, notes } = data;
  const severities = ["info", "low", "medium", "high", "critical"];
  const perPage = 100;
  const mostPrinted = 1000;
  const number = new Intl.NumberFormat("en");
  const count = (n, one, many) => `${number.format(n)} ${n === 1 ? one : many || one + "s"}`;

  // Elements are made, never parsed: whatever a log holds stays text.
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    fill(element, attributes, children);
    return element;
  }
  function draw(tag, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    fill(element, attributes, children);
    return element;
  }
  function fill(element, attributes, children) {
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    for (const child of children) if (child !== null && child !== undefined) element.append(child);
  }

  // Times. Fractions beyond milliseconds are more than a date can take.
  const moment = (text) => (text ? Date.parse(text.replace(/(\.\d{3})\d+/, "$1")) : NaN);
  let earliest = Infinity, latest = -Infinity;
  leaks.forEach((leak, index) => {
    leak.index = index;
    leak.rule = rules[leak.r];
    leak.start = moment(leak.from);
    leak.stop = moment(leak.to);
    if (leak.start < earliest) earliest = leak.start;
    if (leak.stop > latest) latest = leak.stop;
  });
  const day = (text) => (text ? text.slice(0, 10) : "");
  const clock = (text) => (text ? text.replace("T", " ").replace(/\.\d+/, "") : "");
  const isoDay = (time) => new Date(time).toISOString().slice(0, 10);

  // ---- Filters ----
  const state = { words: [], levels: new Set(), rule: "", category: "", container: "", sort: "score", up: false, page: 0 };
  let shown = leaks;
  const open = new Set();

  const text = (leak) => leak.text || (leak.text = [
    leak.rule.id, leak.rule.name, leak.rule.category, severities[leak.s], leak.p, leak.f, leak.acc, ...leak.who, ...leak.streams,
    ...leak.at.map((place) => place.p), ...leak.links.map((link) => link.n),
  ].join("\n").toLowerCase());

  const keys = {
    score: (leak) => leak.score, rule: (leak) => leak.rule.name.toLowerCase(), place: (leak) => (leak.at[0] ? leak.at[0].p : ""),
    count: (leak) => leak.n, from: (leak) => leak.start || 0, to: (leak) => leak.stop || 0,
  };

  function apply() {
    shown = leaks.filter((leak) =>
      (state.levels.size === 0 || state.levels.has(leak.s))
      && (!state.rule || leak.rule.id === state.rule)
      && (!state.category || leak.rule.category === state.category)
      && (!state.container || leak.who.includes(state.container))
      && state.words.every((word) => text(leak).includes(word)));
    const key = keys[state.sort], sign = state.up ? 1 : -1;
    shown.sort((a, b) => {
      const x = key(a), y = key(b);
      return x < y ? -sign : x > y ? sign : a.index - b.index;
    });
    state.page = 0;
    render();
  }

  // ---- The table ----
  const cell = (name, ...children) => make("td", { class: name, role: "cell" }, ...children);

  function row(leak) {
    const level = severities[leak.s];
    const isOpen = open.has(leak.index);
    const name = `details-${leak.index}`;
    const toggle = make("button", {
      type: "button", class: "toggle", "aria-expanded": String(isOpen), "aria-controls": name,
      "aria-label": `Details of ${leak.rule.name}, ${leak.p}`,
    });
    const place = leak.at[0];
    const line = make("tr", { class: `row ${level}${isOpen ? " open" : ""}`, role: "row", "data-leak": leak.index },
      cell("c-open", toggle),
      cell("c-score", make("span", { class: "score" }, make("b", {}, String(leak.score)), level)),
      cell("c-rule rule", make("b", {}, leak.rule.name), make("code", {}, leak.p), leak.acc ? make("span", { class: "soft" }, ` of ${leak.acc}`) : null),
      cell("c-place place", place ? make("code", {}, `${place.p}:${place.l}`) : null,
        leak.files > 1 ? make("span", { class: "soft" }, ` and ${count(leak.files - 1, "more file")}`) : null),
      cell("c-count num", number.format(leak.n)),
      cell("c-from date", day(leak.from)),
      cell("c-to date", day(leak.to), span(leak)));
    return isOpen ? [line, detail(leak, name)] : [line];
  }

  // From when to when, on the scale of the whole audit.
  function span(leak) {
    if (!(leak.start <= leak.stop) || !(earliest < latest)) return null;
    const scale = 100 / (latest - earliest);
    const width = Math.max(3, (leak.stop - leak.start) * scale);
    const x = Math.min(100 - width, (leak.start - earliest) * scale);
    return draw("svg", { class: `span ${severities[leak.s]}`, viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
      draw("rect", { class: "back", x: 0, y: 2, width: 100, height: 2 }), draw("rect", { x, y: 0, width, height: 6 }));
  }

  function detail(leak, name) {
    const places = make("section", {}, make("h3", {}, "Where"));
    for (const place of leak.at) {
      const block = make("div", { class: "at" }, make("p", {}, make("code", {}, `${place.p}:${place.l}:${place.c}`),
        place.r.length ? make("span", { class: "soft" }, `  ${place.r.join(", ")}`) : null));
      if (place.x.length) {
        block.append(make("ol", { class: "lines", tabindex: "0", "aria-label": "Redacted lines around it" }, ...place.x.map((line) =>
          make("li", line.n === place.l ? { class: "hit" } : {}, make("i", {}, String(line.n)), make("span", {}, ...(line.n === place.l ? marked(line.t, leak) : [line.t]))))));
      }
      places.append(block);
    }
    if (leak.n > leak.at.length) places.append(make("p", { class: "soft at" }, `and ${count(leak.n - leak.at.length, "more place")}`));

    const facts = make("dl", { class: "facts" });
    const fact = (title, value) => value && facts.append(make("dt", {}, title), make("dd", {}, value));
    fact("Rule", make("code", {}, leak.rule.id));
    fact("Category", leak.rule.category);
    fact("Preview", make("code", {}, leak.p));
    fact("Fingerprint", make("code", {}, leak.f));
    fact("Length", `${count(leak.len, "byte")}, ${leak.ent} bits of entropy each`);
    fact("Wrapped in", leak.layers.join(", "));
    fact("Account", leak.acc);
    fact("Printed by", leak.who.join(", "));
    fact("Streams", leak.streams.join(", "));
    fact("First seen", clock(leak.from));
    fact("Last seen", clock(leak.to));
    fact("Found", `${count(leak.n, "time")} in ${count(leak.files, "file")}`);

    const side = make("section", {}, make("h3", {}, "About it"), facts);
    if (leak.links.length) {
      side.append(make("h3", {}, "Used together with"));
      for (const link of leak.links) {
        const known = byFingerprint().has(link.f);
        const other = known ? make("button", { type: "button", class: "link", "data-go": link.f }, link.n) : link.n;
        side.append(make("p", {}, other, make("span", { class: "soft" }, `  ${link.k}`)));
      }
    }
    side.append(make("h3", {}, `Why score ${leak.score}: confidence ${leak.conf}`),
      make("table", { class: "terms" }, make("tbody", {}, ...leak.ev.map((term) => make("tr", {},
        make("td", { class: term.w < 0 ? "minus" : "plus" }, `${term.w < 0 ? "−" : "+"}${Math.abs(Math.round(term.w * 100))}`),
        make("td", {}, `${term.k}: ${term.t}`))))));
    return make("tr", { class: `detail ${severities[leak.s]}`, role: "row", id: name }, make("td", { colspan: "7", role: "cell" },
      make("div", { class: "todo" }, make("h3", {}, "What to do"), make("p", {}, leak.rule.why)),
      make("div", { class: "grid" }, places, side)));
  }

  // The text of a line, with what stands in the secret's place marked.
  function marked(line, leak) {
    const begin = line.indexOf(`[REDACTED:${leak.rule.id}`);
    const end = line.indexOf("]", begin) + 1;
    if (begin < 0 || end === 0) return [line];
    return [line.slice(0, begin), make("mark", {}, line.slice(begin, end)), line.slice(end)];
  }

  // A long line is scrolled to what matters in it.
  function reveal(part) {
    for (const mark of part.querySelectorAll(".lines mark")) {
      const lines = mark.closest(".lines");
      const right = mark.getBoundingClientRect().right - lines.getBoundingClientRect().left;
      if (right > lines.clientWidth) lines.scrollLeft = right - lines.clientWidth * 0.75;
    }
  }

  let fingerprints;
  const byFingerprint = () => fingerprints || (fingerprints = new Map(leaks.map((leak) => [leak.f, leak])));

  function render(all) {
    const pages = Math.max(1, Math.ceil(shown.length / perPage));
    state.page = Math.min(Math.max(0, state.page), pages - 1);
    const first = all ? 0 : state.page * perPage;
    const rows = shown.slice(first, first + (all ? mostPrinted : perPage));
    $("rows").replaceChildren(...rows.flatMap(row));
    reveal($("rows"));
    $("none").hidden = shown.length > 0;
    $("pages").hidden = pages < 2;
    $("page").textContent = `Page ${number.format(state.page + 1)} of ${number.format(pages)}`;
    $("previous").disabled = state.page === 0;
    $("next").disabled = state.page === pages - 1;
    const what = shown.length === leaks.length ? count(leaks.length, "secret")
      : `${number.format(shown.length)} of ${count(leaks.length, "secret")}`;
    $("found").textContent = shown.length > rows.length
      ? `${what}, ${number.format(first + 1)} to ${number.format(first + rows.length)} shown` : what;
    for (const head of document.querySelectorAll("th[data-sort]")) {
      if (head.dataset.sort === state.sort) head.setAttribute("aria-sort", state.up ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
    for (const button of $("levels").children) button.setAttribute("aria-pressed", String(state.levels.has(Number(button.dataset.level))));
  }

  function toggle(index, line) {
    const isOpen = !open.has(index);
    if (isOpen) open.add(index); else open.delete(index);
    const next = line.nextElementSibling;
    if (next && next.classList.contains("detail")) next.remove();
    line.classList.toggle("open", isOpen);
    line.querySelector(".toggle").setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) return;
    line.after(detail(leaks[index], `details-${index}`));
    reveal(line.nextElementSibling);
  }

  // Shows a secret, whatever the filters say.
  function go(fingerprint) {
    const leak = byFingerprint().get(fingerprint);
    if (!leak) return;
    if (!shown.includes(leak)) $("filters").reset();
    open.add(leak.index);
    state.page = Math.floor(shown.indexOf(leak) / perPage);
    render();
    const line = document.querySelector(`tr[data-leak="${leak.index}"]`);
    line.scrollIntoView({ block: "start" });
    line.querySelector(".toggle").focus({ preventScroll: true });
  }

  // ---- The timeline: how many secrets were between their first and last time ----
  function timeline() {
    const dated = leaks.filter((leak) => leak.start <= leak.stop);
    if (dated.length === 0) return;
    $("timeline-panel").hidden = false;
    const from = earliest, to = latest > earliest ? latest : earliest + 864e5;
    const width = Math.max(240, $("timeline").clientWidth), height = 150, base = 126, top = 14;
    const bins = Math.max(12, Math.min(72, Math.floor(width / 9)));
    const bin = (time) => Math.min(bins - 1, Math.floor((time - from) / (to - from) * bins));
    const totals = severities.map(() => new Array(bins + 1).fill(0));
    for (const leak of dated) {
      totals[leak.s][bin(leak.start)] += 1;
      totals[leak.s][bin(leak.stop) + 1] -= 1;
    }
    for (const series of totals) for (let i = 1; i <= bins; i += 1) series[i] += series[i - 1];
    const sums = Array.from({ length: bins }, (_, i) => totals.reduce((sum, series) => sum + series[i], 0));
    const most = Math.max(...sums);
    const step = width / bins;
    const chart = draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label":
      `Secrets exposed over time, from ${isoDay(from)} to ${isoDay(to)}; at most ${count(most, "secret")} at once.` });
    for (let i = 0; i < bins; i += 1) {
      const title = `${isoDay(from + (to - from) * i / bins)}: ${count(sums[i], "secret")}`;
      let y = base;
      const group = draw("g", {}, draw("title", {}, title));
      for (let s = severities.length - 1; s >= 0; s -= 1) {
        if (totals[s][i] === 0) continue;
        const size = totals[s][i] / most * (base - top);
        y -= size;
        group.append(draw("rect", { class: severities[s], x: i * step + 0.5, y, width: Math.max(1, step - 1), height: Math.max(0.5, size) }));
      }
      chart.append(group);
    }
    chart.append(draw("line", { class: "axis", x1: 0, x2: width, y1: base + 0.5, y2: base + 0.5 }),
      draw("line", { class: "axis", x1: 0, x2: width, y1: top - 0.5, y2: top - 0.5 }),
      draw("text", { x: 0, y: top - 4 }, number.format(most)));
    const ticks = width < 420 ? 2 : 4;
    for (let i = 0; i < ticks; i += 1) {
      const x = width * i / (ticks - 1);
      chart.append(draw("text", { x, y: base + 18, "text-anchor": i === 0 ? "start" : i === ticks - 1 ? "end" : "middle" },
        isoDay(from + (to - from) * i / (ticks - 1))));
    }
    const undated = leaks.length - dated.length;
    $("timeline-hint").textContent = "Secrets between the first and the last time they were logged"
      + (undated ? `; ${number.format(undated)} without a time` : "");
    $("timeline").replaceChildren(chart);
  }

  // ---- What was not scanned ----
  const titles = {
    blindSpot: ["stretch could not be scanned", "stretches could not be scanned"],
    failed: ["file could not be read, or not in full", "files could not be read, or not in full"],
    skipped: ["file was left out on purpose", "files were left out on purpose"],
    remark: ["remark", "remarks"],
  };
  for (const kind in titles) {
    const some = notes.filter((note) => note.k === kind);
    if (some.length === 0) continue;
    $("notes").hidden = false;
    const total = Number($("notes").dataset[kind]) || some.length;
    const list = make("ul", {}, ...some.map((note) => make("li", {}, make("code", {}, note.p), make("span", { class: "soft" }, `  ${note.t}`))));
    if (total > some.length) list.append(make("li", {}, `and ${number.format(total - some.length)} more`));
    const block = make("details", {}, make("summary", {}, count(total, titles[kind][0], titles[kind][1])), list);
    block.open = kind !== "skipped" && kind !== "remark" && some.length <= 20;
    $("notes").append(block);
  }

  // ---- Start ----
  timeline();
  if (leaks.length === 0) return;
  $("list").hidden = false;
  const counts = severities.map(() => 0);
  const categories = new Set(), containers = new Set(), used = new Map();
  for (const leak of leaks) {
    counts[leak.s] += 1;
    categories.add(leak.rule.category);
    leak.who.forEach((name) => containers.add(name));
    used.set(leak.rule, (used.get(leak.rule) || 0) + 1);
  }
  for (let s = severities.length - 1; s >= 0; s -= 1) {
    if (counts[s] === 0) continue;
    $("levels").append(make("button", { type: "button", class: severities[s], "data-level": s, "aria-pressed": "false" },
      `${severities[s]} ${number.format(counts[s])}`));
  }
  const option = (id, value, label) => $(id).append(make("option", { value }, label));
  [...used].sort((a, b) => (a[0].name < b[0].name ? -1 : 1)).forEach(([rule, n]) => option("rule", rule.id, `${rule.name} (${number.format(n)})`));
  [...categories].sort().forEach((name) => option("category", name, name));
  [...containers].sort().forEach((name) => option("container", name, name));
  $("container").closest("label").hidden = containers.size === 0;

  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("search").addEventListener("input", () => {
    state.words = $("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    apply();
  });
  for (const id of ["rule", "category", "container"]) {
    $(id).addEventListener("change", () => { state[id] = $(id).value; apply(); });
  }
  $("levels").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const level = Number(button.dataset.level);
    if (!state.levels.delete(level)) state.levels.add(level);
    apply();
  });
  $("filters").addEventListener("reset", () => {
    Object.assign(state, { words: [], rule: "", category: "", container: "" });
    state.levels.clear();
    apply();
  });
  for (const head of document.querySelectorAll("th[data-sort]")) {
    head.addEventListener("click", () => {
      const sort = head.dataset.sort;
      state.up = state.sort === sort ? !state.up : sort === "rule" || sort === "place" || sort === "from";
      state.sort = sort;
      apply();
    });
  }
  $("rows").addEventListener("click", (event) => {
    const target = event.target.closest("[data-go]");
    if (target) { go(target.dataset.go); return; }
    const line = event.target.closest("tr.row");
    // A text that is being selected is no click.
    if (line && String(getSelection()) === "") toggle(Number(line.dataset.leak), line);
  });
  const turn = (by) => { state.page += by; render(); $("list").scrollIntoView(); };
  $("previous").addEventListener("click", () => turn(-1));
  $("next").addEventListener("click", () => turn(1));
  addEventListener("beforeprint", () => render(true));
  addEventListener("afterprint", () => render());
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; timeline(); } });
  apply();
})();
