// New messages appear by themselves; without script there is a link that loads them.
"use strict";
{
  const chat = () => document.getElementById("obrolan");
  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, { redirect: "error" });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("obrolan");
      const said = (each) => each.dataset.said;
      if (fresh && said(fresh) !== said(chat())) chat().replaceWith(document.adoptNode(fresh));
    } catch { /* no line: what is there stays */ }
  };
  setInterval(look, 1500);
  const text = document.getElementById("tulis");
  text?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    text.form.querySelector("[value=text]").click();
  });
}
