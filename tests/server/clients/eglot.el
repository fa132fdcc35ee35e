;;; eglot.el --- Run by Emacs: the demo with eglot  -*- lexical-binding: t; -*-
;; Opens the demo, sees a problem, applies a fix, renames a heading; then writes what it saw as
;; JSON.  Variables: ROOT, PYTHON, RESULT.
(require 'json)
(require 'project)
(package-initialize)
(require 'eglot)

(defvar demo-root (file-name-as-directory (getenv "ROOT")))
(defvar demo-result nil)

(define-derived-mode demo-mode text-mode "Demo")
(add-to-list 'auto-mode-alist '("\\.md\\'" . demo-mode))
(add-to-list 'eglot-server-programs
             (list 'demo-mode (getenv "PYTHON") "-m" "recall_lint" "server"))
(setq eglot-sync-connect 30
      eglot-confirm-server-initiated-edits nil
      project-find-functions (list (lambda (_) (cons 'transient demo-root))))

(defun demo-wait (what ready)
  "Wait until READY returns something; WHAT names it."
  (let ((tries 600))
    (while (and (> tries 0) (not (funcall ready)))
      (accept-process-output nil 0.05)
      (setq tries (1- tries)))
    (or (> tries 0) (error "Timeout: %s" what))))

(defun demo-codes ()
  "The problems of the current buffer, by line."
  (flymake-start)
  (sort (mapcar (lambda (d)
                  (format "%d:%s" (line-number-at-pos (flymake-diagnostic-beg d))
                          (flymake-diagnostic-text d)))
                (flymake-diagnostics))
        #'string<))

(condition-case failure
    (progn
      (find-file (concat demo-root "Recall/Stars.md"))
      (apply #'eglot--connect (eglot--guess-contact))
      (eglot--maybe-activate-editing-mode)
      (demo-wait "problems" (lambda () (> (length (demo-codes)) 0)))
      (push (cons 'before (vconcat (demo-codes))) demo-result)
      (let ((before (length (demo-codes))))
        (goto-char (point-min))
        (forward-line 6)
        (let* ((actions (append (eglot-code-actions (line-beginning-position) (line-end-position))
                                nil))
               (first (car actions)))
          (push (cons 'action (plist-get first :title)) demo-result)
          (eglot--apply-workspace-edit (plist-get first :edit))
          ;; Without a screen nothing is ever idle, and changes are sent when Emacs is.
          (eglot--signal-textDocument/didChange))
        (demo-wait "the fix" (lambda () (< (length (demo-codes)) before))))
      (push (cons 'after (vconcat (demo-codes))) demo-result)
      (find-file (concat demo-root "Notes/Stars.md"))
      (eglot--maybe-activate-editing-mode)
      (goto-char (point-min))
      (search-forward "Main sequence (hyd")
      (eglot-rename "Fusion")
      (demo-wait "the rename"
                 (lambda () (goto-char (point-min)) (search-forward "### Fusion" nil t)))
      (save-some-buffers t)
      (ignore-errors (eglot-shutdown (eglot-current-server))))
  (error (push (cons 'failure (error-message-string failure)) demo-result)))
(with-temp-file (getenv "RESULT") (insert (json-encode demo-result)))
(kill-emacs 0)
;;; eglot.el ends here
