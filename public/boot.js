// Runs before anything of the app: picks the language, turns away browsers that cannot take part
// (in words, without wasm), and otherwise starts the app. Written in ECMAScript 5, so that even a
// browser that knows nothing newer can read it and tell its owner what to use.
(function () {
  "use strict";

  // A module that is valid only where fixed-width SIMD is: one function, i8x16.splat and popcnt.
  var SIMD = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253,
    15, 253, 98, 11
  ];
  // As src/platform/storage.rs names it.
  var LANGUAGE_KEY = "rh.language";
  var RIGHT_TO_LEFT = /^(ar|he)\b/;
  var RETRY_MS = 2000;

  var root = document.documentElement;

  function meta(name) {
    var element = document.querySelector('meta[name="rh-' + name + '"]');
    return element ? element.getAttribute("content") : "";
  }

  // Every language that has a file, as "rh-locale-<tag>" elements say.
  function languages() {
    var tags = [];
    var elements = document.querySelectorAll('meta[name^="rh-locale-"]');
    for (var i = 0; i < elements.length; i++) {
      tags.push(elements[i].getAttribute("name").slice("rh-locale-".length));
    }
    return tags;
  }

  // The chosen language, else the browser's, by "lookup" of RFC 4647, section 3.4.
  function language() {
    var preferred = [];
    try {
      preferred.push(localStorage.getItem(LANGUAGE_KEY));
    } catch (forbidden) {
      // Storage that is switched off remembers nothing.
    }
    preferred = preferred.concat(navigator.languages || navigator.language || []);
    var tags = languages();
    for (var i = 0; i < preferred.length; i++) {
      for (var range = preferred[i] || ""; range; range = range.replace(/(^|-)[^-]*$/, "")) {
        for (var j = 0; j < tags.length; j++) {
          if (tags[j].toLowerCase() === range.toLowerCase()) return tags[j];
        }
      }
    }
    return "en";
  }

  function isHelper() {
    return /^\/rhh(\/|$)/.test(location.pathname);
  }

  // What both roles need. Everything else has a fallback in the app.
  function canTakePart() {
    return (
      typeof WebAssembly === "object" &&
      typeof WebAssembly.validate === "function" &&
      WebAssembly.validate(new Uint8Array(SIMD)) &&
      typeof RTCPeerConnection === "function" &&
      "createDataChannel" in RTCPeerConnection.prototype &&
      typeof WebSocket === "function" &&
      typeof Worker === "function"
    );
  }

  // What a sharer needs besides. Old browsers on Android had the function although it always
  // refused, but those have no SIMD.
  function canShare() {
    return !!navigator.mediaDevices && typeof navigator.mediaDevices.getDisplayMedia === "function";
  }

  // Loads a script of ours; `failed` is called when it does not arrive.
  function load(url, module, failed, loaded) {
    var script = document.createElement("script");
    if (module) script.type = "module";
    script.src = url;
    script.onerror = failed;
    if (loaded) script.onload = loaded;
    document.body.appendChild(script);
  }

  function speak(tag) {
    root.lang = tag;
    root.dir = RIGHT_TO_LEFT.test(tag) ? "rtl" : "ltr";
  }

  // Calls `show` with the texts of the language. Without a network the calm shell stays until the
  // texts arrive.
  function withTexts(show) {
    function showThem() {
      show(window.rhTexts[root.lang] || window.rhTexts.en);
    }
    if (window.rhTexts) {
      showThem();
      return;
    }
    load(
      meta("texts"),
      false,
      function () {
        setTimeout(function () {
          withTexts(show);
        }, RETRY_MS);
      },
      showThem
    );
  }

  function element(name, text, className) {
    var made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  // Words in place of the shell's lines.
  function page(id, parts) {
    var card = document.getElementById("shell");
    card.textContent = "";
    card.removeAttribute("aria-busy");
    card.setAttribute("data-testid", id);
    for (var i = 0; i < parts.length; i++) card.appendChild(parts[i]);
  }

  // A switch of the language, as the app has one; `again` shows the same page in the language that was chosen.
  function languageSwitch(texts, again) {
    var header = document.querySelector(".header");
    var old = header.querySelector(".language");
    if (old) header.removeChild(old);
    var select = element("select");
    select.setAttribute("data-testid", "language");
    select.setAttribute("aria-label", texts.language);
    for (var tag in window.rhTexts) {
      var option = element("option", window.rhTexts[tag]["language-name"]);
      option.value = option.lang = tag;
      option.selected = tag === root.lang;
      select.appendChild(option);
    }
    select.onchange = function () {
      speak(select.value);
      try {
        localStorage.setItem(LANGUAGE_KEY, select.value);
      } catch (forbidden) {
        // Then it holds until the page is left.
      }
      again();
    };
    var box = element("div", "", "language");
    box.appendChild(select);
    header.appendChild(box);
  }

  function showUnsupported() {
    withTexts(function (texts) {
      languageSwitch(texts, showUnsupported);
      page("unsupported", [
        element("h1", texts["unsupported-title"], "step-heading"),
        element("p", texts[isHelper() ? "unsupported-body" : "unsupported-share"], "lead"),
        element("p", texts["unsupported-use"]),
        element("p", texts["unsupported-browsers"], "shell-strong")
      ]);
    });
  }

  function showLoadFailed() {
    withTexts(function (texts) {
      languageSwitch(texts, showLoadFailed);
      var retry = element("button", texts["load-failed-retry"], "button button-primary");
      retry.type = "button";
      retry.onclick = function () {
        location.reload();
      };
      var actions = element("div", "", "actions");
      actions.appendChild(retry);
      page("load-failed", [
        element("h1", texts["load-failed-title"], "step-heading"),
        element("p", texts["load-failed-body"], "lead"),
        actions
      ]);
    });
  }

  // Fetches the language while the app is still on its way; the app asks for it under the same
  // address and with the same mode, so the answer is used.
  function preload(url) {
    var link = document.createElement("link");
    link.rel = "preload";
    link.setAttribute("as", "fetch");
    link.setAttribute("crossorigin", "anonymous");
    link.href = url;
    document.head.appendChild(link);
  }

  var tag = language();
  speak(tag);
  if (!canTakePart() || (!isHelper() && !canShare())) {
    showUnsupported();
    return;
  }
  preload(meta("locale-" + tag));
  addEventListener("rh-load-failed", showLoadFailed);
  load(meta("start"), true, showLoadFailed);
})();
