/** What is used here of Stripe.js, which has to come from Stripe itself (PCI DSS, SAQ A). */

/** Pinned: a release of Stripe.js is named, and changes when we say so. */
const STRIPE_JS = "https://js.stripe.com/clover/stripe.js";

interface StripeFailure {
  /** In the reader's language, made to be shown. */
  readonly message?: string;
}

interface PaymentElement {
  mount(place: HTMLElement): void;
  unmount(): void;
  on(event: "ready" | "loaderror", run: (event: { readonly error?: StripeFailure }) => void): void;
}

export interface StripeElements {
  create(type: "payment", options: { readonly layout: "accordion" | "tabs" }): PaymentElement;
}

export interface StripeJs {
  elements(options: {
    readonly clientSecret: string;
    readonly locale: string;
    readonly appearance: {
      readonly theme: "stripe" | "night";
      readonly variables: Readonly<Record<string, string>>;
    };
  }): StripeElements;
  confirmPayment(options: {
    readonly elements: StripeElements;
    readonly confirmParams: { readonly return_url: string };
    readonly redirect: "if_required";
  }): Promise<{ readonly error?: StripeFailure }>;
}

type StripeMaker = (publishableKey: string) => StripeJs;

let loading: Promise<StripeMaker> | undefined;

/** Loads Stripe.js once for the page; rejects when it cannot be had, and may then be asked again. */
export function loadStripe(): Promise<StripeMaker> {
  loading ??= new Promise<StripeMaker>((resolve, reject) => {
    const script = document.createElement("script");
    script.src = STRIPE_JS;
    script.onload = () => {
      const made = (globalThis as { Stripe?: StripeMaker }).Stripe;
      if (made) resolve(made);
      else reject(new Error("Stripe.js brought no Stripe"));
    };
    script.onerror = () => {
      script.remove();
      reject(new Error("Stripe.js could not be loaded"));
    };
    document.head.append(script);
  });
  loading.catch(() => {
    loading = undefined;
  });
  return loading;
}
