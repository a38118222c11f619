// Who else has this report open, and whether something happened to it since: asked while the page is looked at.
"use strict";
{
  const line = document.getElementById("siapa"), changed = document.getElementById("berubah");
  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(line.dataset.url, { redirect: "error" });
      if (!answer.ok) return;
      const { names, version } = await answer.json();
      line.querySelector("span").textContent = names.join(", ");
      line.hidden = !names.length;
      changed.hidden = version === Number(line.dataset.version);
    } catch { /* no line, or no session any more: nothing is known, and what was typed stays */ }
  };
  setInterval(look, 20_000);
}
