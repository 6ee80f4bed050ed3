import { defineErrors } from "@slate/service";

export const errors = defineErrors({
  tooManyStreams: { code: "event.too_many_streams", status: 429, title: "This sign-in or key has too many open streams" },
  noRoom: { code: "event.no_room", status: 503, title: "No more streams can be opened here; try again shortly" },
});
