/* The live page where scripts run: asks every two seconds whether the room changed and puts new parts in place. What somebody is typing in is
   left alone until they are done; forms are sent without leaving the page. */
(function () {
  "use strict";
  var page = document.querySelector("[data-room]");
  if (!page) return;
  var status = document.querySelector("[data-room-status]");
  var quiet = status ? status.innerHTML : "";
  var tag = page.dataset.tag, misses = 0, timer = null, busy = false;
  var last = {};

  var typed = function (part) {
    var found = false;
    part.querySelectorAll("input, textarea, select").forEach(function (field) {
      if (field.type === "hidden") return;
      if (field.type === "radio" || field.type === "checkbox") { if (field.checked !== field.defaultChecked) found = true; }
      else if (field.tagName === "SELECT") {
        var changed = Array.from(field.options).some(function (option) { return option.selected !== option.defaultSelected; });
        if (changed && !(field.selectedIndex <= 0 && !field.querySelector("[selected]"))) found = true;
      } else if (field.value !== field.defaultValue) found = true;
    });
    return found;
  };
  var bare = function (html) { return html.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "").replace(/ open=""/g, ""); };

  var put = function (html, sent) {
    var fresh = new DOMParser().parseFromString(html, "text/html");
    fresh.querySelectorAll("[data-part]").forEach(function (part) {
      var old = document.getElementById(part.id);
      if (!old) return;
      var words = bare(part.innerHTML);
      var before = last[part.id] || bare(old.innerHTML);
      if (words === before && old !== sent) { last[part.id] = words; return; }
      if (old !== sent && typed(old)) return;
      var focused = old.contains(document.activeElement) ? document.activeElement.id : "";
      old.querySelectorAll("details[open][id]").forEach(function (open) {
        var same = part.querySelector("#" + CSS.escape(open.id));
        if (same) same.open = true;
      });
      old.innerHTML = part.innerHTML;
      last[part.id] = words;
      if (focused) { var again = document.getElementById(focused); if (again) again.focus({ preventScroll: true }); }
    });
    tick();
  };

  var say = function (lost) {
    if (!status) return;
    status.classList.toggle("lost", lost);
    if (lost) status.textContent = status.dataset.lost; else if (status.innerHTML !== quiet) status.innerHTML = quiet;
  };

  var ask = function () {
    clearTimeout(timer);
    if (busy) return;
    busy = true;
    fetch(page.dataset.room, { headers: { "If-None-Match": tag, "X-Room": "1" }, cache: "no-store", credentials: "same-origin", redirect: "manual" })
      .then(function (answer) {
        if (answer.status === 404 || answer.status === 403 || answer.type === "opaqueredirect") { window.location.reload(); return null; }
        if (answer.status !== 200 && answer.status !== 304) throw new Error(String(answer.status));
        misses = 0;
        say(false);
        if (answer.status === 304) return null;
        return answer.json().then(function (found) {
          put(found.html, null);
          tag = (answer.headers.get("ETag") || "").replace(/^W\//, "");
        });
      })
      .catch(function () { misses += 1; if (misses > 1) say(true); })
      .finally(function () { busy = false; wait(); });
  };
  var wait = function () {
    clearTimeout(timer);
    var pause = document.hidden ? 10000 : Math.min(15000, 1800 + Math.random() * 400 + misses * 2000);
    timer = setTimeout(ask, pause);
  };

  page.addEventListener("submit", function (event) {
    var form = event.target.closest("form[data-room-form]");
    if (!form || !window.FormData) return;
    event.preventDefault();
    var button = event.submitter;
    var data = new FormData(form, button);
    var part = form.closest("[data-part]");
    form.querySelectorAll("button").forEach(function (one) { one.disabled = true; });
    fetch(window.location.pathname, { method: "POST", body: data, credentials: "same-origin", headers: { "X-Room": "1" } })
      .then(function (answer) {
        if (answer.status === 404 || answer.status === 403) { window.location.reload(); return null; }
        return answer.text().then(function (html) {
          put(html, part);
          tag = "";
          var summary = part.querySelector(".error-summary") || (answer.status >= 400 && document.querySelector("#part-problem .note"));
          if (summary) { summary.tabIndex = -1; summary.focus(); }
          ask();
        });
      })
      .catch(function () {
        form.querySelectorAll("button").forEach(function (one) { one.disabled = false; });
        say(true);
      });
  });

  var tick = function () {
    document.querySelectorAll("[data-clock]").forEach(function (clock) {
      var since = Date.parse(clock.dataset.since);
      if (isNaN(since)) return;
      var seconds = Number(clock.dataset.spent) + (Date.now() - since) / 1000;
      var shown = String(Math.max(0, Math.floor(seconds / 60)));
      if (clock.textContent !== shown) clock.textContent = shown;
    });
  };
  setInterval(tick, 5000);
  document.addEventListener("visibilitychange", function () { if (!document.hidden) ask(); });
  wait();
})();
