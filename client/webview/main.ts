// The page's entry inside VS Code.
import './style.css';
import { vscodeHost } from './host.ts';
import { mountPage } from './page.ts';

mountPage(document.body, vscodeHost());
