import LeakReport
import LogSources

/// The file of a baseline.
enum BaselineFile {
    /// Bytes of a report or baseline that are read.
    private static let limit = 1 << 30

    /// Reads a baseline.
    ///
    /// - Throws: Status 64 with a sentence on stderr.
    static func read(_ path: String) throws -> Baseline {
        let text = try bytes(of: path)
        do throws(Baseline.Mistake) {
            return try Baseline(text)
        } catch {
            throw complaint("\(path): \(error)")
        }
    }

    /// Reads the baseline of a run.
    ///
    /// - Parameter keyID: The run's key; nil for a key of this run only.
    /// - Throws: Status 64 with a sentence on stderr, also for a baseline of another key.
    static func read(_ path: String, keyID: String?) throws -> Baseline {
        guard let keyID else {
            throw complaint(
                "\(path): a baseline needs the --key-file that it was made with; "
                    + "without one fingerprints differ in every run")
        }
        let baseline = try read(path)
        guard baseline.keyID == keyID else {
            throw complaint(
                "\(path): was made with the key \(baseline.keyID), and the key file is \(keyID); "
                    + "give the --key-file that it was made with")
        }
        return baseline
    }

    /// Reads reports, and tells the one key of their fingerprints.
    ///
    /// - Throws: Status 64 with a sentence on stderr.
    static func read(reports paths: [String]) throws -> (reports: [ReportedFindings], key: String) {
        var reports: [ReportedFindings] = []
        var key: String?
        for path in paths {
            let text = try bytes(of: path)
            let report: ReportedFindings
            do throws(ReportedFindings.Mistake) {
                report = try ReportedFindings(text)
            } catch {
                throw complaint("\(path): \(error)")
            }
            for id in report.keyIDs {
                guard let id else {
                    throw complaint(
                        "\(path): its fingerprints are of a key that nobody has any more; "
                            + "make the report with --key-file")
                }
                guard key == nil || key == id else {
                    throw complaint(
                        "\(path): has fingerprints of several keys; give reports that were made "
                            + "with one --key-file")
                }
                key = id
            }
            reports.append(report)
        }
        guard let key else {
            throw complaint(
                "\(paths.joined(separator: ", ")): no findings, and no key; "
                    + "nothing to make a baseline of")
        }
        return (reports, key)
    }

    /// Writes a baseline, as a whole or not at all.
    static func write(_ baseline: Baseline, to path: String) throws {
        do throws(SourceError) {
            try replace(
                file: path, with: Array(baseline.text(tool: "blot \(Blot.version)").utf8))
        } catch {
            Terminal.complain("blot: \(error)")
            throw Status.incomplete
        }
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        do throws(SourceError) {
            return try contents(ofFile: path, limit: limit)
        } catch {
            throw complaint("\(error)")
        }
    }

    /// Says what is wrong.
    static func complaint(_ text: String) -> any Error {
        Terminal.complain("blot: \(text)")
        return Status.usage
    }
}
