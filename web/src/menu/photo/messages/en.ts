/** Sentences about the photo of a dish. The other languages have exactly these keys. */
export const messages = {
  photoOf: "Photo of {dish}",
  none: "No photo yet",
  choose: "Choose a photo",
  replace: "Choose another",
  camera: "Take a photo",
  remove: "Remove the photo",
  again: "Try again",
  cancel: "Cancel",
  uploading: "Uploading the photo",
  sent: "{percent} sent",
  working: "Preparing the photo …",
  hint: "Or drop a photo here, or paste one. Where it was taken and with what camera is not kept.",
  focus: "Stays in sight: {x} % from the left, {y} % from the top",
  focusHint: "Tap what should always be in sight. Arrow keys move it too.",
  inList: "In the menu",
  inSheet: "With the dish",
  "error.photo-type": "That is not a photo. JPEG, PNG, WebP, AVIF and HEIC work.",
  "error.photo-heic":
    "This kind of HEIC cannot be read here. Please send the photo as JPEG. In the iPhone’s settings, Camera → Formats → “Most Compatible” makes it take JPEG.",
  "error.photo-broken": "This file is damaged or incomplete. Please choose another one.",
  "error.photo-moving": "Moving pictures cannot be shown. Please choose a still photo.",
  "error.photo-too-large": "This file is larger than 12 MB. Please choose a smaller one.",
  "error.photo-too-many-pixels":
    "This photo has more than 50 million pixels. Please choose a smaller one.",
  "error.photos-full":
    "There are as many photos as can be kept. Please remove some from the menu first.",
} as const;
