export interface Persona {
  key: string;
  title: string;
}

/** Returns the personas of a demo; none elsewhere, without a request. */
export async function listPersonas(): Promise<Persona[]> {
  if (!document.querySelector("meta[name=guichet-demo]")) return [];
  return (await fetch("/demo/personas")).json();
}

/** Makes the browser's session the persona's. */
export async function become(key: string): Promise<void> {
  const response = await fetch(`/demo/sign-in/${key}`, { method: "POST", headers: { "x-requested-with": "guichet" } });
  if (!response.ok) throw new Error(`The demo answered ${response.status}.`);
}
