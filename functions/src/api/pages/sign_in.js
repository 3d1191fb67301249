"use strict";
const button = document.getElementById("enter");
const said = document.getElementById("said");
const token = new URLSearchParams(location.hash.slice(1)).get("token");
history.replaceState(null, "", location.pathname);
if (!token) {
  button.disabled = true;
  said.textContent = "This address has no sign-in token. Open the link from the mail again, or ask for a new one.";
}
button.addEventListener("click", async () => {
  button.disabled = true;
  said.textContent = "Signing in …";
  try {
    const answer = await fetch("/auth/sign-in", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Lambdesk-Request": "1" },
      body: JSON.stringify({ token }),
    });
    const body = await answer.json();
    said.textContent = answer.ok
      ? `Signed in as ${body.agent.name} at ${body.organisation_name}.`
      : `${body.title}: ${body.next}.`;
    document.getElementById("onward").hidden = !answer.ok;
    // Where the app is served beside the API, that is where people want to go.
    if (answer.ok && (await fetch("/", { method: "HEAD" })).ok) location.assign("/");
  } catch {
    button.disabled = false;
    said.textContent = "The server did not answer. Try again.";
  }
});
