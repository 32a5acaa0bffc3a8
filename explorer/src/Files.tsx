/** Files of an operation with `Upload` variables. */
export function Files({ onChoose }: { onChoose: (files: File[]) => void }) {
  return (
    <p className="files">
      <label htmlFor="files">Files for an Upload variable</label>
      <input id="files" type="file" multiple onChange={(event) => onChoose([...(event.currentTarget.files ?? [])])} />
    </p>
  );
}
