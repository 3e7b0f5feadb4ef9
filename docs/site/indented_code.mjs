// Distributed under the Boost Software License, Version 1.0.
//
// Code that is indented, as README.md has it, looks like any other here.

const is_command = /^(?:[A-Z_]+=\S+ )*(?:\.\/|cmake|cp|diff|tail) ?/;

export function indented_code(markdown) {
  const {rules} = markdown.renderer;
  rules.code_block = (tokens, i, ...rest) => {
    tokens[i].info = is_command.test(tokens[i].content) ? 'sh' : 'txt';
    return rules.fence(tokens, i, ...rest);
  };
}
