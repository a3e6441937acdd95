export const OLDEST_KUBECTL: string;
export const kubectlFolder: string;
export function rendersOverlays(path: string): boolean;
export function installKubectl(): void;
export function fromZip(zip: Buffer, name: string): Buffer;
