// The preview puts this into the pages that it serves. It loads a page again when there is another edition, at the
// place where the reader was, and shows what is wrong with the book.
"use strict";
(() => {
  const edition = document.currentScript.dataset.edition, key = `preview ${location.pathname}`;
  const box = document.createElement("pre");
  box.className = "preview-fault";
  box.setAttribute("role", "alert");
  box.hidden = true;
  document.body.prepend(box);

  // The place is told by the named elements nearest to the top of the window: one that was mended may have lost its name.
  const keepPlace = () => {
    const heights = [...document.querySelectorAll("main [id]")].filter(e => e.getClientRects().length).map(e => [e.id, e.getBoundingClientRect().top]);
    heights.sort((one, other) => Math.abs(one[1]) - Math.abs(other[1]));
    sessionStorage.setItem(key, JSON.stringify({ near: heights.slice(0, 8), top: scrollY }));
    history.scrollRestoration = "manual";
  };

  const findPlace = place => {
    const [id, top] = place.near.find(([id]) => document.getElementById(id)) ?? [];
    const by = id ? document.getElementById(id).getBoundingClientRect().top - top : place.top - scrollY;
    scrollBy({ top: by, behavior: "instant" });
  };

  const place = JSON.parse(sessionStorage.getItem(key));
  sessionStorage.removeItem(key);
  if (place) {
    findPlace(place);
    addEventListener("load", () => {
      findPlace(place);
      history.scrollRestoration = "auto";
    });
  }

  const hear = event => {
    const notice = JSON.parse(event.data);
    if (notice.edition !== edition) {
      keepPlace();
      location.reload();
      return;
    }
    box.textContent = notice.fault ?? "";
    box.hidden = !notice.fault;
  };

  // Of a page in the background nothing is asked: a browser has six connections for all pages of a site.
  let events = null;
  const listen = () => {
    events?.close();
    events = document.hidden ? null : new EventSource("/.preview/events");
    events?.addEventListener("message", hear);
  };
  document.addEventListener("visibilitychange", listen);
  listen();
})();
