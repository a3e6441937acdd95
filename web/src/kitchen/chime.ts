/** A pause between two chimes, so that ten tickets at once are one sound. */
const REST_MS = 1_500;

/** What stations can be told apart by, with closed eyes. */
export const CHIMES = ["chime", "bell", "knock", "horn"] as const;
export type ChimeName = (typeof CHIMES)[number];

/** One tone: hertz, seconds after the start, how long it takes to fade, and what it is made of. */
type Tone = readonly [hertz: number, after: number, seconds: number, type: OscillatorType];

/** Each clear above the noise of a kitchen. */
const TONES: Readonly<Record<ChimeName, readonly Tone[]>> = {
  // Two tones, rising.
  chime: [
    [784, 0, 0.5, "triangle"],
    [1_175, 0.22, 0.5, "triangle"],
  ],
  // One high stroke with its overtone, long.
  bell: [
    [1_568, 0, 1.3, "sine"],
    [3_951, 0, 0.7, "sine"],
  ],
  // Three short, low ones.
  knock: [
    [330, 0, 0.12, "square"],
    [330, 0.18, 0.12, "square"],
    [330, 0.36, 0.12, "square"],
  ],
  // Two tones, falling.
  horn: [
    [622, 0, 0.35, "sawtooth"],
    [415, 0.3, 0.6, "sawtooth"],
  ],
};

/** Of a tone at full volume: what is added up stays below what clips. */
const LOUDEST = 0.7;

/** Which sound, and how loud: 0 to 1. */
export interface Ring {
  readonly name: ChimeName;
  readonly volume: number;
}

export interface Chime {
  /** Must be called from a tap or a key at least once: browsers stay silent until then. */
  unlock(): Promise<boolean>;
  /** Rings, unless it has only just. */
  ring(how: Ring): void;
  /** Rings whatever was before: somebody tries it. */
  test(how: Ring): void;
  close(): void;
}

/** The kitchen's own sounds, made on the spot so that they need no file and no network. */
export function makeChime(): Chime {
  let context: AudioContext | undefined;
  let rangAt = 0;

  function ring({ name, volume }: Ring): void {
    if (context?.state !== "running" || volume <= 0) return;
    rangAt = Date.now();
    for (const tone of TONES[name]) play(context, tone, volume * LOUDEST);
  }

  return {
    async unlock() {
      context ??= new AudioContext();
      await context.resume();
      return context.state === "running";
    },
    ring(how) {
      if (Date.now() - rangAt >= REST_MS) ring(how);
    },
    test: ring,
    close: () => void context?.close(),
  };
}

function play(context: AudioContext, [hertz, after, seconds, type]: Tone, loudness: number): void {
  const at = context.currentTime + after;
  const tone = context.createOscillator();
  const gain = context.createGain();
  tone.type = type;
  tone.frequency.value = hertz;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loudness, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.001, at + seconds);
  tone.connect(gain).connect(context.destination);
  tone.start(at);
  tone.stop(at + seconds + 0.05);
}
