// Notes and glossary entries open beside the words that call them. Without this file each call is a plain link.
"use strict";
(() => {
  for (const table of document.querySelectorAll(".table")) if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
  if (!("popover" in HTMLElement.prototype)) return;
  const calls = "[role=doc-noteref], [role=doc-glossref], .popover .see a";
  const store = document.getElementById("entries")?.content;
  const open = new Map();
  let pressed = null;

  const mark = (call, isOpen) => {
    call.setAttribute("aria-haspopup", "dialog");
    call.setAttribute("aria-expanded", isOpen);
  };

  const target = call => {
    const id = decodeURIComponent(call.hash.slice(1));
    return (call.pathname === location.pathname && document.getElementById(id)) || store?.getElementById(id);
  };

  const make = (name, text, attributes) => {
    const element = document.createElement(name);
    element.textContent = text;
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    return element;
  };

  // A copy of an entry: no id twice, and nothing that leads back to where the reader is.
  const copy = entry => {
    const words = document.importNode(entry, true);
    const each = (selector, change) => words.querySelectorAll(selector).forEach(change);
    each("[id]", element => element.removeAttribute("id"));
    each(".number", number => number.replaceWith(make("span", number.textContent, { class: number.className })));
    each(".uses, [role=doc-backlink]", element => element.remove());
    each(`${calls}, .see a`, call => mark(call, false));
    return words;
  };

  const place = (popover, call) => {
    const line = [...call.getClientRects()].pop(), gap = 8;
    if (matchMedia("(max-width: 40rem)").matches) {
      popover.removeAttribute("style");
      return scrollBy(0, Math.max(0, line.bottom + gap - popover.getBoundingClientRect().top));
    }
    const below = innerHeight - line.bottom - 2 * gap, above = line.top - 2 * gap;
    popover.style.maxHeight = `${Math.min(480, Math.max(below, above))}px`;
    const { width, height } = popover.getBoundingClientRect();
    const top = height <= below || below >= above ? line.bottom + gap : line.top - gap - height;
    const right = document.documentElement.clientWidth - width - 2 * gap;
    popover.style.top = `${top + scrollY}px`;
    popover.style.left = `${Math.max(2 * gap, Math.min(line.left - width / 4, right))}px`;
  };

  const show = (call, entry) => {
    const isNote = call.matches("[role=doc-noteref]"), words = copy(entry);
    const name = isNote ? `Note ${call.textContent}` : words.querySelector("dfn").textContent;
    const popover = make("div", "", { popover: "auto", class: "popover", role: "dialog", tabindex: -1, "aria-label": name });
    const foot = make("p", "", { class: "foot", lang: "en" });
    const close = make("button", "Close", { type: "button" });
    foot.append(make("a", `Go to the ${isNote ? "note" : "glossary"}`, { href: call.href }), close);
    popover.append(...words.children, foot);
    (call.closest(".popover") ?? document.getElementById("main")).append(popover);
    close.onclick = () => popover.hidePopover();
    // Tab past either end closes the popover and leads back to its call.
    popover.onkeydown = event => {
      if (event.key !== "Tab" || event.target.closest(".popover") !== popover) return;
      const stops = [...popover.querySelectorAll("a, button")], at = stops.indexOf(event.target);
      if (event.shiftKey ? at > 0 : at < stops.length - 1) return;
      event.preventDefault();
      popover.hidePopover();
      call.focus();
    };
    let held = false;
    popover.onbeforetoggle = () => { held = popover.contains(document.activeElement); };
    popover.ontoggle = event => {
      if (event.target !== popover || event.newState === "open") return;
      mark(call, false);
      open.delete(popover);
      popover.remove();
      if (held && document.activeElement === document.body) call.focus({ preventScroll: true });
    };
    popover.showPopover();
    open.set(popover, call);
    mark(call, true);
    place(popover, call);
    popover.focus({ preventScroll: true });
  };

  document.addEventListener("pointerdown", event => {
    pressed = event.target.closest("[aria-expanded=true]");
  });
  document.addEventListener("click", event => {
    const call = event.target.closest("a");
    if (!call || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const entry = call.matches(calls) && target(call);
    if (entry) {
      event.preventDefault();
      if (pressed !== call) show(call, entry);
    } else for (const popover of open.keys()) if (popover.contains(call)) popover.hidePopover();
    pressed = null;
  });
  addEventListener("resize", () => open.forEach((call, popover) => place(popover, call)));
  for (const call of document.querySelectorAll(calls)) if (target(call)) mark(call, false);
})();
