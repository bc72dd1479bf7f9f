// The server's own pages, as a person meets them on the way into a client.

export async function signInAndAllow(page, person, password) {
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Allow" }).click();
}
