import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseAllDocuments } from "yaml";
import { findProgram, howToGet } from "../../../run/start/programs.mjs";

const TIMEOUT_MS = 30_000;
const here = fileURLToPath(new URL("..", import.meta.url));

/** A Kubernetes object as it stands in a file; `spec` has the form of its kind. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  // biome-ignore lint/suspicious/noExplicitAny: each kind's form is checked against its schema.
  readonly spec?: any;
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
}

/** The objects of a text of YAML documents. */
export function readObjects(text: string): KubernetesObject[] {
  return parseAllDocuments(text).map((document) => {
    if ("errors" in document && document.errors[0]) throw document.errors[0];
    return document.toJS() as KubernetesObject;
  });
}

/** What `kubectl apply -k` would send for an overlay. */
export function render(overlay: string): KubernetesObject[] {
  const kubectl = findProgram("kubectl");
  if (!kubectl) throw new Error(howToGet("kubectl"));
  try {
    const args = ["kustomize", `overlays/${overlay}`];
    return readObjects(
      execFileSync(kubectl, args, {
        cwd: here,
        encoding: "utf8",
        timeout: TIMEOUT_MS,
        stdio: "pipe",
      }),
    );
  } catch (error) {
    const reason = (error as Error).message;
    throw new Error(`${kubectl} does not render overlays/${overlay}.\n${reason}`, { cause: error });
  }
}
