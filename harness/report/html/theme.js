// Distributed under the Boost Software License, Version 1.0.
//
// Light or dark: as the system has it, unless the reader chooses.

const theme_key = 'racelab-theme';

// A page that was opened from a file may have no memory.
function remembered_theme() {
  try {
    return localStorage.getItem(theme_key) || 'system';
  } catch {
    return 'system';
  }
}

function set_theme(theme) {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(theme_key, theme);
  } catch {
    // It lasts as long as the page, then.
  }
}

function theme_switch() {
  const select = make('select', {change: () => set_theme(select.value)},
      ['system', 'light', 'dark'].map((theme) => make(
          'option', {value: theme}, capitalized(theme))));
  select.value = remembered_theme();
  if (select.value === '') select.value = 'system';
  set_theme(select.value);
  return make('label', {class: 'field'}, make('span', {}, 'Theme'), select);
}
