// The page's entry inside VS Code.
import './style.css';
import { translatePage, vscodeHost } from './host.ts';
import { mountPage } from './page.ts';

translatePage();
mountPage(document.body, vscodeHost());
