/* Advice on a definition and suggestions for terms while they are typed; the form works without. */
(function () {
  "use strict";
  var ask = function (url, body) {
    return fetch(url, { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) })
      .then(function (answer) { return answer.ok ? answer.json() : []; });
  };
  var later = function (run, delay) { var timer = null; return function () { clearTimeout(timer); timer = setTimeout(run, delay); }; };

  document.querySelectorAll("textarea[data-lint]").forEach(function (area) {
    var list = document.createElement("ul");
    list.className = "lint";
    list.setAttribute("aria-live", "polite");
    area.closest(".field").append(list);
    var asked = 0;
    var look = function () {
      if (!area.value.trim()) { list.replaceChildren(); return; }
      var turn = ++asked, form = area.form;
      var broader = ((form.elements.broader || {}).value || "").split("\n").map(function (line) { return line.trim(); }).filter(Boolean);
      ask(area.dataset.lint, { definition: area.value, label: form.elements.preferred.value, broader: broader })
        .then(function (found) {
          if (turn !== asked) return;
          list.replaceChildren.apply(list, found.map(function (one) { var item = document.createElement("li"); item.textContent = one.text; item.dataset.code = one.code; return item; }));
        }).catch(function () {});
    };
    area.addEventListener("input", later(look, 500));
    if (area.value.trim()) look();
  });

  document.querySelectorAll("textarea[data-suggest]").forEach(function (area) {
    var box = document.createElement("div");
    box.className = "suggestions";
    box.setAttribute("aria-live", "polite");
    area.closest(".field").append(box);
    var line = function () { return area.value.slice(0, area.selectionStart).split("\n").pop().trim(); };
    var look = function () {
      var typed = line();
      if (typed.length < 2) { box.replaceChildren(); return; }
      fetch(area.dataset.suggest + "?limit=6&q=" + encodeURIComponent(typed), { credentials: "same-origin" })
        .then(function (answer) { return answer.json(); })
        .then(function (found) {
          box.replaceChildren.apply(box, found.map(function (one) {
            var button = document.createElement("button");
            button.type = "button";
            button.textContent = one.label;
            button.title = one.definition;
            button.addEventListener("click", function () {
              var before = area.value.slice(0, area.selectionStart).split("\n"), after = area.value.slice(area.selectionStart).split("\n");
              before[before.length - 1] = one.id;
              after[0] = "";
              area.value = before.join("\n") + after.join("\n");
              box.replaceChildren();
              area.focus();
            });
            return button;
          }));
        }).catch(function () {});
    };
    area.addEventListener("input", later(look, 250));
  });
})();
