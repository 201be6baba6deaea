/* Makes pages nicer where scripts run; every page works without it. */
(function () {
  "use strict";
  var characters = function (text) { return Array.from(text.replace(/\r\n/g, "\n")).length; };

  document.querySelectorAll("[data-counter]").forEach(function (line) {
    var field = document.getElementById(line.dataset.counter);
    if (!field) return;
    var limit = Number(field.dataset.limit);
    var words = line.textContent;
    var show = function () {
      var used = characters(field.value);
      line.textContent = words.replace(/\d[\d,.]*/, used.toLocaleString(document.documentElement.lang));
      line.classList.toggle("over", used > limit);
    };
    field.addEventListener("input", show);
    show();
  });

  document.querySelectorAll("time[datetime*='T']").forEach(function (shown) {
    var instant = new Date(shown.getAttribute("datetime"));
    if (isNaN(instant)) return;
    shown.title = instant.toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" }) + " " + Intl.DateTimeFormat().resolvedOptions().timeZone.replace(/_/g, " ");
  });

  document.querySelectorAll("form[data-autosave]").forEach(function (form) {
    var timer = null, busy = false, again = false, pressed = null;
    var status = form.querySelector("[data-saved]");
    var say = function (text, href) {
      if (!status) return;
      status.textContent = text;
      if (href) { var link = document.createElement("a"); link.href = href; link.textContent = status.dataset.compare || "…"; status.append(" ", link); }
    };
    var save = function () {
      if (busy) { again = true; return; }
      busy = true;
      var data = new FormData(form);
      form.querySelectorAll("input[type=file]").forEach(function (input) { data.delete(input.name); });
      fetch(form.dataset.autosave, { method: "POST", body: data, headers: { "X-Autosave": "1" }, credentials: "same-origin" })
        .then(function (answer) { return answer.json().then(function (body) { return [answer.status, body]; }); })
        .then(function (pair) {
          if (pair[1].revision) { var field = form.querySelector("[name=revision]"); if (field) field.value = pair[1].revision; }
          say(pair[1].message || "", pair[0] === 409 ? pair[1].url : null);
        })
        .catch(function () { if (status) status.textContent = status.dataset.failed || ""; })
        .finally(function () {
          busy = false;
          if (pressed) { var button = pressed; pressed = null; form.requestSubmit(button === form ? undefined : button); return; }
          if (again) { again = false; save(); }
        });
    };
    // A press while a save is under way waits for it: else the form would send the revision from before its own save.
    form.addEventListener("submit", function (event) {
      clearTimeout(timer);
      if (busy) { event.preventDefault(); pressed = event.submitter || form; again = false; }
    });
    form.addEventListener("input", function (event) {
      if (event.target.type === "file") return;
      clearTimeout(timer);
      timer = setTimeout(save, 2000);
    });
  });

  document.querySelectorAll("[data-again]").forEach(function (part) {
    var ask = function () {
      fetch(location.href, { credentials: "same-origin" })
        .then(function (answer) { return answer.ok ? answer.text() : Promise.reject(); })
        .then(function (text) {
          var fresh = new DOMParser().parseFromString(text, "text/html").getElementById(part.id);
          if (!fresh) return;
          part.replaceChildren.apply(part, Array.from(fresh.childNodes));
          if (fresh.dataset.again) setTimeout(ask, fresh.dataset.again * 1000);
        })
        .catch(function () { setTimeout(ask, 10000); });
    };
    setTimeout(ask, part.dataset.again * 1000);
  });

  document.addEventListener("click", function (event) {
    document.querySelectorAll(".bar details[open]").forEach(function (open) { if (!open.contains(event.target)) open.open = false; });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") document.querySelectorAll(".bar details[open]").forEach(function (open) { open.open = false; open.querySelector("summary").focus(); });
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") { var box = document.getElementById("bar-q"); if (box) { event.preventDefault(); box.focus(); } }
    if (event.key === "?") { var keys = document.getElementById("shortcuts"); if (keys) { keys.open = true; keys.scrollIntoView(); } else { window.location.href = "/accessibility/#shortcuts"; } }
  });
  var summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
