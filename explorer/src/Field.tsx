import { type InputHTMLAttributes, useEffect, useRef } from "react";

import type { Problem } from "./problem";

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  id: string;
  label: string;
  problem: Problem | null;
}

/** Labelled input that takes the focus if the problem concerns it. */
export function Field({ id, label, problem, ...input }: FieldProps) {
  const ref = useRef<HTMLInputElement>(null);
  const invalid = problem?.field === id;

  useEffect(() => {
    if (invalid) ref.current?.select();
  }, [problem, invalid]);

  return (
    <p className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        ref={ref}
        id={id}
        name={id}
        data-testid={id}
        aria-invalid={invalid}
        aria-describedby={invalid ? "sign-in-error" : undefined}
        required
        spellCheck={false}
        autoCapitalize="none"
      />
    </p>
  );
}
