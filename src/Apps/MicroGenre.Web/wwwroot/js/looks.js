// Which of several looks at the same thing is the newest that has been shown: answers overtake each other.

/** Numbers looks in the order in which they begin. */
export class Looks {
  #begun = 0;
  #shown = 0;

  /** Begins a look, and returns its number. */
  begin() {
    return ++this.#begun;
  }

  /** Whether the answer to a later look has been shown. */
  isOvertaken(look) {
    return look < this.#shown;
  }

  /** Remembers that the answer to a look is shown. */
  show(look) {
    this.#shown = look;
  }
}
