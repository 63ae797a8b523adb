// The kinds of texts, in words.

export const KINDS = {
  name: 'name',
  attribute: 'what it has',
  analogous: 'what it resembles',
  synonym: 'another name',
};
