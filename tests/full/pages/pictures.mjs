// What a reviewer wants to see: the front page on a phone by day and by night, on the smallest phone, on a desk, on paper.
import { join } from 'node:path';

const VIEWS = {
  'index-390-light': { viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  'index-390-dark': { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  'index-320': { viewport: { width: 320, height: 640 } },
  'index-1280': { viewport: { width: 1280, height: 800 } },
};

export async function pictures(browser, url, folder) {
  for (const [name, options] of Object.entries(VIEWS)) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.goto(url);
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    if (name === 'index-1280') await page.pdf({ path: join(folder, 'index-print.pdf'), format: 'A4', tagged: true });
    await context.close();
  }
}
