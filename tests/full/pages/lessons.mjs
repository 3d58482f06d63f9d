// The lessons of the calendar that families subscribe to, against what is said of them elsewhere.
import { readFileSync } from 'node:fs';
import { required } from './tools.mjs';
import { lost, wordsOf } from './words.mjs';

const ICAL = required('ical.js');
const ZONE = 'Europe/Paris';
// The two weeks that a first page shows at the time of demo.sh.
const [FIRST, LAST] = ['2026-11-23', '2026-12-06'];

/** The lessons of the two weeks: their day and hours as families say them, and the words of their subject, group and change. */
export function lessons(path) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(path, 'utf8')));
  const events = calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
  const shown = events.filter(({ startDate }) => !startDate.isDate && inside(startDate.toJSDate()));
  return shown.map(({ startDate, endDate, summary, description }) => ({
    day: part(startDate.toJSDate(), { weekday: 'long', day: 'numeric' }),
    start: hour(startDate.toJSDate()),
    end: hour(endDate.toJSDate()),
    words: [...new Set(wordsOf(`${summary} ${change(description)}`))],
  }));
}

/** Each lesson that no cell says wholly. */
export function unsaid(list, cells) {
  const said = cells.map((cell) => cell.toLowerCase().replace(/\s+/g, ' ').replace(/1er\b/g, '1'));
  const missing = list.filter(({ day, start, end, words }) => !said.some((cell) => cell.startsWith(`${day} `)
    && cell.includes(` ${start} à `) && new RegExp(` à ${end}(?! \\d)`).test(cell) && lost(words, wordsOf(cell)).length === 0));
  const problems = missing.map(({ day, start, end, words }) => `${day}, ${start} à ${end}: ${words.join(' ')}`);
  return list.length < 40 ? [`only ${list.length} lessons in two weeks`, ...problems] : problems;
}

const part = (date, options) => new Intl.DateTimeFormat('fr-FR', { timeZone: ZONE, ...options }).format(date);

const inside = (date) => {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(date);
  return day >= FIRST && day <= LAST;
};

/** "8 h", "8 h 30". */
function hour(date) {
  const [hours, minutes] = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, hour: 'numeric', minute: '2-digit' }).format(date).split(':');
  return `${Number(hours)} h${minutes === '00' ? '' : ` ${minutes}`}`;
}

/** A description tells the change, then the teachers, of whom the demo school shows the initial; its timetables leave them out. */
const change = (description) => (description ?? '').split('\n').filter((line) => !/^\p{Lu}\.$/u.test(line)).join(' ');
