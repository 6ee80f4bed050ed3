import { expect, test } from "bun:test";
import { describeType } from "./file-types.ts";

test("a media type is named as people name it, and one nobody knows as it is", () => {
  const types = ["text/x-csharp", "image/png", "image/x-tga", "model/obj", "video/mp4", "application/x-unheard-of"];
  expect(types.map(describeType)).toEqual(["C#", "PNG image", "TGA image", "OBJ model", "MP4 video", "application/x-unheard-of"]);
});
