/** Tureen's mark: a lidded soup tureen. Decorative unless a `label` is given. */
export function Mark(props: { readonly size?: number; readonly label?: string }) {
  return (
    <svg
      viewBox="0 0 48 48"
      width={props.size ?? 32}
      height={props.size ?? 32}
      fill="none"
      stroke="currentColor"
      stroke-width="2.4"
      stroke-linecap="round"
      stroke-linejoin="round"
      role={props.label ? "img" : undefined}
      aria-label={props.label}
      aria-hidden={props.label ? undefined : "true"}
    >
      <circle cx="24" cy="8.2" r="2.6" />
      <path d="M9.500 20.500c1.200-6.300 6.700-9.700 14.500-9.700s13.300 3.400 14.500 9.700z" />
      <path
        d="M7.200 24.800h33.600c-.8 8.200-7.200 12.600-16.800 12.600s-16-4.400-16.800-12.600z"
        fill="currentColor"
      />
      <path d="M7.400 26.200c-5.600-1.900-6.500 4.600.9 5.200M40.600 26.200c5.600-1.900 6.500 4.600-.9 5.200" />
      <path d="M17 41.400h14" />
    </svg>
  );
}
