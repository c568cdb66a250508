// The size of a picture's planes of f32, written by the caller at `frame`: width and height in
// pixels, bytes from row to row (whole cache lines) and from plane to plane.

export function widthOf(frame: usize): i32 {
  return load<i32>(frame);
}

export function heightOf(frame: usize): i32 {
  return load<i32>(frame, 4);
}

export function rowOf(frame: usize): usize {
  return load<u32>(frame, 8);
}

export function planeOf(frame: usize): usize {
  return load<u32>(frame, 12);
}

/** Where row `y` of a plane begins. */
export function rowAt(plane: usize, frame: usize, y: i32): usize {
  return plane + <usize>y * rowOf(frame);
}

/** Where the plane of an index begins, in a block of planes. */
export function planeAt(image: usize, frame: usize, index: u32): usize {
  return image + <usize>index * planeOf(frame);
}
