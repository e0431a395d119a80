"use strict";
// The fragment of the address keeps the reader's choices, so that a link shows the same: severity, axis, q, at.
(() => {
  const form = document.querySelector(".tools");
  const query = document.getElementById("query");
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const entries = [...document.querySelectorAll("#index a")].map((link) => {
    const article = document.getElementById(link.hash.slice(1));
    return { link, article, row: article.closest("tr"), text: (article.textContent + link.textContent).toLowerCase() };
  });
  let current = null;

  const chosen = (name) => boxes.filter((box) => box.name === name && box.checked).map((box) => box.value);
  const visible = () => entries.filter((entry) => !entry.article.hidden);

  function remember() {
    const state = new URLSearchParams();
    for (const name of ["severity", "axis"]) {
      const values = chosen(name);
      if (values.length < boxes.filter((box) => box.name === name).length) state.set(name, values.join(","));
    }
    if (query.value) state.set("q", query.value);
    if (current) state.set("at", current.article.id);
    history.replaceState(null, "", "#" + state.toString().replaceAll("%2C", ","));
  }

  function filter() {
    const severities = chosen("severity"), axes = chosen("axis"), wanted = query.value.trim().toLowerCase();
    for (const { link, article, row, text } of entries) {
      const { severity, axis } = article.dataset;
      const hidden = !severities.includes(severity) || !axes.includes(axis) || !text.includes(wanted);
      article.hidden = link.parentElement.hidden = hidden;
      if (row) row.hidden = hidden;
    }
    const shown = visible().length;
    document.getElementById("shown").textContent = `${shown} of ${entries.length}`;
    document.getElementById("nothing").hidden = shown > 0;
    if (current?.article.hidden) select(null);
  }

  function select(entry) {
    for (const element of document.querySelectorAll("[aria-current]")) element.removeAttribute("aria-current");
    current = entry;
    if (!entry) return;
    for (const element of [entry.link, entry.article]) element.setAttribute("aria-current", "true");
    entry.link.scrollIntoView({ block: "nearest" });
    entry.article.scrollIntoView({ block: "center" });
    entry.article.focus({ preventScroll: true });
  }

  function step(by) {
    const list = visible(), at = list.indexOf(current);
    const next = at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + by, 0), list.length - 1);
    if (list[next]) select(list[next]);
    remember();
  }

  function read() {
    const text = location.hash.slice(1), state = new URLSearchParams(text.includes("=") ? text : { at: text });
    for (const box of boxes) box.checked = !state.has(box.name) || state.get(box.name).split(",").includes(box.value);
    query.value = state.get("q") ?? "";
    filter();
    const target = entries.find((entry) => entry.article.id === state.get("at"));
    if (target && !target.article.hidden) select(target);
  }

  form.addEventListener("input", () => { filter(); remember(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", read);
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".fold button");
    if (button) {
      const rows = button.closest("tbody").nextElementSibling;
      rows.hidden = !rows.hidden;
      button.setAttribute("aria-expanded", String(!rows.hidden));
    }
    const link = event.target.closest("a[href^='#']");
    if (link) {
      event.preventDefault();
      const entry = entries.find((entry) => "#" + entry.article.id === link.hash);
      if (entry?.article.hidden) { form.reset(); filter(); }
      if (entry) select(entry);
      remember();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === query) {
      if (event.key === "Escape" || event.key === "Enter") { query.blur(); event.preventDefault(); }
      return;
    }
    const act = { j: () => step(1), k: () => step(-1), "/": () => { query.focus(); query.select(); } }[event.key];
    if (act) { act(); event.preventDefault(); }
  });
  read();
  document.documentElement.dataset.ready = "true";
})();
