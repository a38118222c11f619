// Below /belajar/: cards stay readable without a signal, and a quiz once opened can be answered and sent later.
// Without this script, and where browsers allow no service worker (no HTTPS), all of it works while there is a signal.
"use strict";
if (navigator.serviceWorker && navigator.locks && self.indexedDB) (async () => {
  const worker = document.querySelector("script[data-worker]").dataset.worker;
  const registered = navigator.serviceWorker.register(worker).catch(() => null);
  const box = document.getElementById("kabar"), inside = document.getElementById("kabar-isi");

  const tell = (word, href) => {
    const notice = inside.content.cloneNode(true), line = notice.querySelector("p");
    line.textContent = box.dataset[word];
    if (href) {
      const link = document.createElement("a");
      link.href = href;
      link.textContent = box.dataset[`${word}Link`];
      line.append(" ", link);
    }
    box.replaceChildren(notice);
  };
  let form = document.getElementById("kuis"), row;
  const tellOf = (of) => {
    tell(of.state, box.dataset[`${of.state}Link`] && of.action);
    if (of === row) form.inert = of.state !== "draft"; // what is on its way is not changed any more
  };
  const answers = () => Object.fromEntries([...form.querySelectorAll(":checked")].map((each) => [each.name, each.value]));

  const refresh = async () => {
    const gone = await waiting.flush();
    const rows = await waiting.own();
    if (row && row.state !== "draft") {
      // Whoever sent it, this page, another or the worker: it is gone from the phone when the server has it.
      const here = (each) => each.id === row.id;
      row = rows.find(here) || gone.find(here) || { ...row, state: row.state === "foreign" ? "foreign" : "sent" };
      return row.state === "sent" ? location.assign(form.dataset.result) : tellOf(row);
    }
    const other = rows.find((each) => each.state !== "draft"), [first] = gone;
    if (first) tell(first.state, first.state === "sent" && first.result);
    else if (other) tellOf(other);
  };

  const alone = () => form || tell("offline");
  // A phone in a network that leads nowhere calls itself online: the worker knows better which page is its own copy.
  navigator.serviceWorker.addEventListener("message", ({ data }) => (data === "salinan" ? alone() : refresh()));

  const missing = () => [...form.querySelectorAll("fieldset")].filter((each) => {
    const empty = !each.querySelector(":checked");
    each.querySelector(".wrong")?.remove();
    each.closest(".field").classList.toggle("invalid", empty);
    if (empty) {
      const wrong = document.createElement("p");
      wrong.className = "wrong";
      wrong.textContent = form.dataset.missing;
      each.querySelector("legend").after(wrong);
    }
    return empty;
  });

  const begin = () => {
    form.addEventListener("change", async () => {
      if (row.state !== "draft") return;
      row.answers = answers();
      await waiting.put(row);
      tell("draft");
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const [first] = missing();
      if (first) {
        tell("missing");
        return first.querySelector("input").focus();
      }
      row.answers = answers();
      row.state = "waiting";
      await waiting.put(row);
      tell("sending");
      (await registered)?.sync?.register("belajar").catch(() => {});
      await refresh();
      box.scrollIntoView({ block: "nearest" });
    });
  };

  const show = ({ answers: ticked }) => {
    for (const each of form.querySelectorAll("[type=radio]")) each.checked = ticked[each.name] === each.value;
  };

  if (form) {
    const { course, result } = form.dataset, id = form.elements.attempt.value;
    const token = form.elements.csrfmiddlewaretoken;
    row = await waiting.get(id);
    if (!row) {
      const bare = form.cloneNode(true);
      bare.elements.csrfmiddlewaretoken.remove();
      row = { id, course, result, action: form.getAttribute("action"), html: bare.outerHTML, answers: answers(), state: "draft", at: Date.now() };
    } else if (Object.keys(answers()).length) row.answers = answers();
    else show(row);
    Object.assign(row, { token: token.value, owner: waiting.owner, session: await waiting.session() });
    await waiting.put(row);
    begin();
  }

  const place = document.getElementById("kuis-di-sini");
  const wanted = place && (location.pathname.match(/belajar\/([\w-]+)\/kuis\/$/) || [])[1];
  if (wanted) {
    row = (await waiting.own()).filter((each) => each.course === wanted).sort((a, b) => b.at - a.at)[0];
    if (row) {
      document.getElementById("judul").textContent = place.dataset.title;
      place.innerHTML = row.html;
      form = place.firstElementChild;
      show(row);
      begin();
      tellOf(row);
    }
  }

  if (!navigator.onLine) alone();
  addEventListener("online", refresh);
  await refresh();
})();
