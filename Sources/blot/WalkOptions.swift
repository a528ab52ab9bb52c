import ArgumentParser
import Configuration
import LogSources

/// What is walked over, and how far.
struct WalkOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Scan only files whose paths match, as a line of a .gitignore does. Repeatable.",
            valueName: "glob"))
    var include: [String] = []

    @Option(
        help: ArgumentHelp(
            "Pass over files and directories whose paths match, as a line of a .gitignore does; "
                + "'!glob' takes back. Repeatable.",
            valueName: "glob"))
    var exclude: [String] = []

    @Option(
        help: ArgumentHelp(
            "Directories below the named ones that are walked: 0 for none. By default all.",
            valueName: "n"))
    var maxDepth: Int?

    @Flag(
        inversion: .prefixedNo,
        help: "Follow symbolic links below the named paths, each file once (default: no).")
    var followSymlinks: Bool?

    @Option(
        help: ArgumentHelp(
            "What is done with files that are no text (default: skip). "
                + "A file that is named is always scanned.",
            valueName: "what"))
    var binary: BinaryPolicy?

    @Option(
        help: ArgumentHelp(
            "Only what was logged at this time or later: 2026-11-24T10:00:00Z, 2026-11-24, "
                + "or an age like 90m, 36h, 7d. What bears no time is kept.",
            valueName: "time"))
    var since: String?

    @Option(
        help: ArgumentHelp(
            "Only what was logged before this time. What bears no time is kept.",
            valueName: "time"))
    var until: String?

    @Option(
        help: ArgumentHelp(
            "Remember here what was scanned; what has not changed is not scanned again.",
            valueName: "path"))
    var state: String?

    @Option(
        help: ArgumentHelp(
            "Places that are kept of each secret. By default all.", valueName: "n"))
    var maxPlaces: Int?

    @Option(
        help: ArgumentHelp(
            "How many times its size a compressed file may have when unpacked "
                + "(default: \(Settings.standardRatio)); more is told and not scanned.",
            valueName: "n"))
    var maxRatio: Int?

    @Option(help: "Progress on stderr (default: auto).")
    var progress: When?

    func validate() throws {
        if state?.isEmpty == true { throw ValidationError("--state names no file") }
        if let maxDepth, !SettingBounds.depths.contains(maxDepth) {
            throw ValidationError("--max-depth \(maxDepth) is negative")
        }
        if let maxPlaces, !SettingBounds.places.contains(maxPlaces) {
            throw ValidationError("--max-places \(maxPlaces) is less than 1")
        }
        if let maxRatio, !SettingBounds.ratios.contains(maxRatio) {
            throw ValidationError("--max-ratio \(maxRatio) is less than 1")
        }
        for (name, text) in [("since", since), ("until", until)] {
            if let text, Moment(text, now: .now()) == nil {
                throw ValidationError(
                    "--\(name) '\(text)' is no time like 2026-11-24T10:00:00Z, 2026-11-24 or 36h")
            }
        }
        for (name, globs) in [("include", include), ("exclude", exclude)] {
            for glob in globs {
                do throws(PathPattern.Mistake) {
                    _ = try PathPattern(glob)
                } catch {
                    throw ValidationError("--\(name) \(error)")
                }
            }
        }
    }
}
