"use strict";
(() => {
  const $ = id => document.getElementById(id);
  const form = $("filter"), items = [...document.querySelectorAll(".item")], groups = [...document.querySelectorAll(".group")];
  const kinds = [["query", "query", "queries"], ["change", "change", "changes"], ["reading", "reading", "readings"], ["term", "row of the glossary", "rows of the glossary"], ["kept", "kept", "kept"]];
  const of = (item, key) => item.closest(`[data-${key}]`)?.dataset[key] ?? "";
  const family = kind => kinds.some(([name]) => name === kind) ? kind : "change";
  const facts = items.map(item => ({ item, rule: of(item, "rule"), kind: of(item, "kind"), chapter: of(item, "chapter") }));
  const opened = new Set();
  document.documentElement.classList.add("js");
  form.hidden = false;

  const matches = (fact, want) =>
    (!want.rule || fact.rule === want.rule) && (!want.kind || fact.kind === want.kind) &&
    (!want.chapter || fact.chapter === want.chapter) &&
    (!want.words || (fact.text ??= `${fact.item.textContent} ${fact.rule}`.toLowerCase().replace(/\s+/g, " ")).includes(want.words));

  function filter() {
    const want = { rule: $("rule").value, kind: $("kind").value, chapter: $("chapter").value,
                   words: $("words").value.trim().toLowerCase().replace(/\s+/g, " ") };
    const isOn = Object.values(want).some(Boolean), shown = {};
    for (const fact of facts) {
      fact.item.hidden = isOn && !matches(fact, want);
      if (!fact.item.hidden) shown[family(fact.kind)] = (shown[family(fact.kind)] || 0) + 1;
    }
    for (const group of groups) {
      const some = group.querySelector(".item:not([hidden])");
      group.hidden = !some;
      if (group.tagName !== "DETAILS") continue;
      if (isOn && some && !group.open) { group.open = true; opened.add(group); }
      if (!isOn && opened.delete(group)) group.open = false;
    }
    const told = kinds.filter(([name]) => shown[name]).map(([name, one, many]) => `${shown[name]} ${shown[name] === 1 ? one : many}`);
    $("shown").textContent = !isOn ? "" : told.length ? `Shown: ${told.join(", ")}` : "Nothing fits";
    $("clear").hidden = !isOn;
  }
  let waiting;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
  form.addEventListener("reset", () => { setTimeout(() => { filter(); $("words").focus(); }); });
  form.addEventListener("submit", event => { event.preventDefault(); filter(); });

  function say(button, words) {
    $("said").textContent = words;
    const label = button.firstChild, before = "Copy";
    label.data = words;
    setTimeout(() => { label.data = before; }, 2500);
  }
  document.addEventListener("click", async event => {
    const button = event.target.closest?.(".copy");
    if (!button) return;
    const lines = button.parentElement.querySelector("pre");
    try {
      await navigator.clipboard.writeText(`${lines.textContent}\n`);
      say(button, "Copied");
    } catch {
      getSelection().selectAllChildren(lines);
      say(button, "Selected: now press Ctrl+C");
    }
  });

  function reveal() {
    const target = location.hash.length > 1 && $(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    if (target.hidden) { form.reset(); return; }
    target.scrollIntoView({ block: "center" });
    if (!target.matches("section")) { target.tabIndex = -1; target.focus({ preventScroll: true }); }
  }
  addEventListener("hashchange", reveal);
  reveal();
})();
