import LeakDetection
import LogSources

extension Manifest {
    /// Writes the account of the copy under names that are free.
    ///
    /// - Returns: The names.
    func write(
        to top: OutputDirectory, _ detector: Detector, options: CopyOptions
    ) throws -> [String] {
        var suffix = ""
        var number = 1
        while top.holds(Array("REDACTION\(suffix).md".utf8))
            || top.holds(Array("redaction\(suffix).json".utf8))
        {
            suffix = "-\(number)"
            number += 1
        }
        var written: [String] = []
        for (name, text) in [
            ("REDACTION\(suffix).md", markdown),
            ("redaction\(suffix).json", json),
        ] {
            // Where names stand beside one another, more may be found in them than in each.
            let bytes = redact(Array(text.utf8), with: detector, options: options.scan).output
            let file = try TemporaryFile(in: top)
            try bytes.withUnsafeBytes { try file.write($0) }
            try file.commit(
                as: Array(name.utf8), TemporaryFile.Attributes(mode: 0o600), mayReplace: false)
            written.append(name)
        }
        return written
    }
}
