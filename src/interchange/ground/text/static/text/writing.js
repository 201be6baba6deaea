/* Labels to avoid are flagged while a text is written, in every field for longer text, with a replacement at one press; a field with
   data-terms="off" is left alone. Without scripts: the page "Check a text". */
(function () {
  "use strict";
  var url = document.currentScript.dataset.terms || "";
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && document.querySelector(".term:hover, .term:focus")) {
      document.documentElement.classList.add("quiet-cards");
      document.addEventListener("focusin", speak);
      setTimeout(function () { document.addEventListener("mouseout", speak); }, 0);
    }
  });
  var speak = function () {
    document.documentElement.classList.remove("quiet-cards");
    document.removeEventListener("focusin", speak);
    document.removeEventListener("mouseout", speak);
  };

  var watched = new WeakSet();
  var watch = function (area) {
    if (watched.has(area) || area.hidden || area.readOnly || area.dataset.terms === "off") return;
    watched.add(area);
    var list = document.createElement("ul");
    list.className = "flags";
    list.setAttribute("aria-live", "polite");
    area.insertAdjacentElement("afterend", list);
    var asked = 0, timer = null;
    var replace = function (offer, words, whole) {
      var signs = Array.from(area.value);
      if (signs.slice(whole.start, whole.end).join("") !== words) { look(); return; }
      area.value = signs.slice(0, offer.start).join("") + offer.words + signs.slice(offer.end).join("");
      area.dispatchEvent(new Event("input", { bubbles: true }));
      look();
      area.focus();
    };
    var shown = function (one) {
      var item = document.createElement("li");
      var said = document.createElement("q");
      said.textContent = one.words;
      item.append(said);
      one.offers.forEach(function (offer) {
        var button = document.createElement("button");
        button.type = "button";
        button.textContent = offer.words;
        button.addEventListener("click", function () { replace(offer, one.words, one); });
        item.append(offer.condition ? " " + offer.condition + ": " : " → ", button);
      });
      if (!one.sure) item.className = "unsure";
      return item;
    };
    var look = function () {
      var turn = ++asked, text = area.value;
      if (text.length < 3 || text.length > 100000) { list.replaceChildren(); return; }
      fetch(url, { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ text: text }) })
        .then(function (answer) { return answer.ok ? answer.json() : { findings: [] }; })
        .then(function (found) {
          if (turn === asked && text === area.value) list.replaceChildren.apply(list, found.findings.slice(0, 12).map(shown));
        }).catch(function () {});
    };
    area.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(look, 700); });
    if (area.value) look();
  };
  if (url.charAt(0) !== "/") return;
  document.querySelectorAll("textarea").forEach(watch);
  document.addEventListener("focusin", function (event) {
    if (event.target.tagName === "TEXTAREA") watch(event.target);  // one that came later
  });
})();
