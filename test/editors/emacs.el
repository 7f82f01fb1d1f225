;;; Uses each feature on websocket.yaml as a person does, and writes what came of it as JSON to $RESULTS.  -*- lexical-binding: t -*-
;;; Runs after the configuration of the client named by $CLIENT, eglot or lsp-mode. With $SNIPPETS, YASnippet is installed.
(require 'json)
(require 'cl-lib)
(require 'flymake)
(when (getenv "SNIPPETS") (require 'yasnippet))

(defvar drive-client (intern (getenv "CLIENT")))
(defvar drive-patience 10 "In seconds.")

(defun drive-await (what condition)
  (let ((end (+ (float-time) drive-patience)) found)
    (while (not (setq found (funcall condition)))
      (when (> (float-time) end) (error "Waited in vain for %s" what))
      (accept-process-output nil 0.01))
    found))

(defun drive-text ()
  (buffer-substring-no-properties (point-min) (point-max)))

(defun drive-line ()
  (buffer-substring-no-properties (line-beginning-position) (line-end-position)))

(defun drive-go-to (text)
  "Go to the start of TEXT."
  (goto-char (point-min))
  (search-forward text)
  (goto-char (match-beginning 0)))

(defun drive-changed (what act)
  "Call ACT, and wait until the text differs."
  (let ((before (drive-text)))
    (funcall act)
    (drive-await what (lambda () (not (equal (drive-text) before))))))

(defvar drive-original nil)

(defun drive-restore ()
  (unless (equal (drive-text) drive-original)
    (erase-buffer)
    (insert drive-original))
  (drive-synchronize))

(defun drive-synchronize ()
  "Send the changes to the server, for which Eglot otherwise waits until the user pauses."
  (drive-by-client #'eglot--signal-textDocument/didChange #'ignore))

(defun drive-by-client (eglot lsp-mode)
  (funcall (if (eq drive-client 'eglot) eglot lsp-mode)))

(defun drive-diagnostics ()
  (drive-await "diagnostics" (lambda () (flymake-start) (flymake-diagnostics)))
  ;; Eglot puts the source and the rule before the message.
  (vconcat (mapcar (lambda (one) (replace-regexp-in-string "\\`websocket-project \\[[a-z-]+\\]: " "" (flymake-diagnostic-text one)))
                   (flymake-diagnostics))))

(defun drive-hover ()
  (drive-go-to "websocket-api")
  (drive-by-client
   (lambda ()
     (let (shown)
       (eglot-hover-eldoc-function (lambda (text &rest _) (setq shown text)))
       (substring-no-properties (drive-await "the hover" (lambda () shown)))))
   (lambda ()
     (substring-no-properties
      (lsp--render-on-hover-content (lsp:hover-contents (lsp-request "textDocument/hover" (lsp--text-document-position-params))) t)))))

(defun drive-actions ()
  (drive-go-to "\" send\"")
  (let* ((offer (lambda (beg end)
                  (drive-by-client
                   (lambda () (append (eglot-code-actions beg end) nil))
                   (lambda () (save-excursion
                                (goto-char beg)
                                (set-mark end)
                                (setq mark-active (/= beg end))
                                (prog1 (append (lsp-code-actions-at-point) nil) (deactivate-mark)))))))
         (title (lambda (action) (if (hash-table-p action) (gethash "title" action) (plist-get action :title))))
         (at-cursor (mapcar title (funcall offer (point) (point))))
         (on-line (mapcar title (funcall offer (line-beginning-position) (line-end-position))))
         fixed)
    (cl-letf (((symbol-function 'completing-read) (lambda (&rest _) "Change to `send`"))
              ;; A list would be a click.
              (last-nonmenu-event ?x))
      (drive-changed "the fix" (lambda ()
                                (drive-by-client
                                 (lambda () (eglot-code-actions (point) (point) nil t))
                                 (lambda () (call-interactively #'lsp-execute-code-action))))))
    (setq fixed (drive-line))
    (drive-restore)
    `((at_cursor . ,(vconcat at-cursor)) (on_line . ,(vconcat on-line)) (fixed . ,fixed))))

(defun drive-complete (typed after)
  "Type AFTER and TYPED at the end of the file, and accept the only completion as a menu does."
  (goto-char (point-max))
  (let ((start (point)))
    (insert after typed)
    (drive-synchronize)
    (pcase-let* ((`(,beg ,end ,table . ,properties) (run-hook-wrapped 'completion-at-point-functions #'funcall))
                 (found (all-completions (buffer-substring beg end) table)))
      (unless (= (length found) 1) (error "%S" (mapcar #'substring-no-properties found)))
      (delete-region beg end)
      (insert (car found))
      (funcall (plist-get properties :exit-function) (car found) 'finished))
    (prog1 (buffer-substring-no-properties start (point-max))
      (when (bound-and-true-p yas-minor-mode) (yas-abort-snippet))
      (drive-restore))))

(defun drive-completion ()
  (drive-complete "dyn" "  Sessions:\n    type: "))

(defun drive-choices ()
  (drive-complete "lam" "  Other:\n    type: "))

(defun drive-rename ()
  (drive-go-to "Send]")
  (drive-changed "the rename" (lambda () (drive-by-client (lambda () (eglot-rename "Deliver"))
                                                   (lambda () (lsp-rename "Deliver")))))
  (prog1 (drive-text) (drive-restore)))

(defun drive-formatting ()
  (drive-go-to "runtime: ")
  (insert "runtime:    ")
  (delete-char (length "runtime: "))
  (drive-synchronize)
  (drive-changed "the formatting" (lambda () (drive-by-client #'eglot-format-buffer #'lsp-format-buffer)))
  (prog1 (drive-line) (drive-restore)))

(defun drive-lenses ()
  "Eglot has no code lenses."
  (drive-by-client
   (lambda () nil)
   (lambda ()
     (require 'lsp-lens)
     (let (found)
       (lsp-lens--backend t (lambda (lenses _version) (setq found lenses)))
       (drive-await "code lenses" (lambda () (and found (seq-every-p #'lsp:code-lens-command? found))))
       (let ((commands (mapcar #'lsp:code-lens-command? found)))
         (lsp--execute-command (car commands))
         (list :titles (vconcat (mapcar #'lsp:command-title commands)) :at (drive-line)))))))

(defun drive-template ()
  (drive-go-to "\" send\"")
  (delete-char (length "\" send\""))
  (insert "send")
  (drive-synchronize)
  ;; Eglot asks whether the server may edit.
  (cl-letf (((symbol-function 'y-or-n-p) #'always))
    (websocket-project-template)
    (drive-await "the template" (lambda () (get-file-buffer "websocket.template.yaml"))))
  (let ((template (get-file-buffer "websocket.template.yaml")))
    (prog1 (with-current-buffer template
             (drive-await "its text" (lambda () (> (buffer-size) 100)))
             (goto-char (point-min))
             (drive-line))
      (with-current-buffer template (set-buffer-modified-p nil))
      (drive-restore))))

;; Last, because it changes the disk.
(defun drive-watching ()
  (with-temp-file "functions/send.mjs" (insert "export const other = 1;\n"))
  (drive-await "the report of the missing export"
               (lambda ()
                 ;; Delivers the notifications of changed files.
                 (read-event nil nil 0.01)
                 (flymake-start)
                 (seq-find (lambda (text) (string-match-p "send\\.mjs" text))
                           (mapcar #'flymake-diagnostic-text (flymake-diagnostics))))))

(defvar drive-steps '(diagnostics hover actions completion choices rename formatting lenses template watching))

;; Otherwise lsp-mode asks for the folder.
(drive-by-client #'ignore (lambda () (lsp-workspace-folders-add default-directory)))

(with-current-buffer (find-file-noselect "websocket.yaml")
  (switch-to-buffer (current-buffer))
  (when (fboundp 'yas-minor-mode) (yas-minor-mode 1))
  (setq drive-original (drive-text))
  (let ((results `((mode . ,(symbol-name major-mode)))))
    (drive-by-client #'eglot-ensure #'ignore)
    (drive-by-client (lambda () (run-hooks 'post-command-hook)
                      (drive-await "the connection" #'eglot-current-server))
                    (lambda () (drive-await "the connection" (lambda () (and lsp-mode (lsp-workspaces))))))
    (dolist (step drive-steps)
      (push (cons step (condition-case failure (funcall (intern (format "drive-%s" step)))
                         (error (drive-restore) `((failed . ,(format "%S" failure))))))
            results))
    (push (cons 'messages (with-current-buffer (messages-buffer) (buffer-string))) results)
    (with-temp-file (getenv "RESULTS") (insert (json-encode results)))
    (set-buffer-modified-p nil))
  (kill-emacs 0))
