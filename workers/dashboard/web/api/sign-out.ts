/** Ends this session: by a form, so that the browser goes where the Worker sends it, with no page of before in its memory. */
export function signOut(): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/sign-out";
  form.hidden = true;
  document.body.append(form);
  form.submit();
}
