"""Document and diagnostics → those that its writer did not silence, and what each comment did.

    <!-- recall-lint-disable CODE… -- reason -->            from here on
    <!-- recall-lint-enable CODE… -->                       until here
    <!-- recall-lint-disable-line CODE… -- reason -->       in this line
    <!-- recall-lint-disable-next-line CODE… -- reason -->  in the next line that is not blank
    <!-- recall-lint-disable-file CODE… -- reason -->       in the whole file

CODE is a code, a prefix of codes or a name, with white space or commas between
them; without any, all rules are meant but those of the family RL9, which judge
the comments themselves and must be named. In MDX a comment may be `{/* … */}` as well.
"""
