/** What a story cannot go on from by itself, in words for the person who watches. */
export class Stuck extends Error {}

/** A hand has touched the stage, so the story's own hands let go. */
export class Interrupted extends Error {}
