import ArgumentParser
import Configuration
import LeakRules
import LogSources

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The configuration file.
struct ConfigOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "A configuration: what the options say, and what looks like a secret and is none.",
            valueName: "path"))
    var path: String?

    @Flag(
        name: .customLong("no-config"),
        help: "Use no blot.yml, even where an audit would find one.")
    var isOff = false

    func validate() throws {
        if isOff && path != nil { throw ValidationError("--config and --no-config are at odds") }
    }

    /// The configuration that holds, or nil.
    ///
    /// - Parameters:
    ///   - start: What is scanned; where none was named, one is looked for there and above. nil
    ///     where none is looked for.
    ///   - isQuiet: What was typed.
    /// - Throws: Status 64 when the file is not sound; every problem is on stderr.
    func read(near start: String?, isQuiet: Bool?) throws -> Config? {
        guard !isOff else { return nil }
        let found = path == nil ? start.flatMap { ConfigSearch.file(near: $0) } : nil
        guard let file = path ?? found else { return nil }
        let config: Config
        do throws(SourceError) {
            config = Config(
                try contents(ofFile: file), path: file, isNamed: found == nil,
                home: getenv("HOME").map { String(cString: $0) })
        } catch {
            Terminal.complain("blot: \(error)")
            throw Status.usage
        }
        guard config.problems.isEmpty else {
            for problem in config.problems { Terminal.complain("\(problem)") }
            if found != nil {
                Terminal.complain("blot: \(file) was found; --no-config does without it")
            }
            throw Status.usage
        }
        if found != nil { try checkFiles(of: config) }
        if found != nil && !(isQuiet ?? config[.quiet]?.value ?? false) {
            Terminal.complain("blot: using \(file)")
        }
        return config
    }

    /// Sees to it that no file of a configuration that was found keeps anybody waiting: a pipe, a
    /// device.
    private func checkFiles(of config: Config) throws {
        var files = (config[.rules]?.value ?? []).map { ($0, config[.rules]?.line ?? 1) }
        if let baseline = config[.baseline] { files.append((baseline.value, baseline.line)) }
        for (file, line) in files where !ConfigSearch.isFile(file) {
            Terminal.complain("\(config.path):\(line): error: \(file) is no file")
            throw Status.usage
        }
    }

    /// The allowances that have not expired.
    static func current(_ allowances: [Allowance]) -> [Allowance] {
        let today = today()
        return allowances.filter { allowance in
            guard let expires = allowance.expires, expires <= today else { return true }
            Terminal.complain("\(allowance.file):\(allowance.line): warning: expired on \(expires)")
            return false
        }
    }

    /// The date here, `YYYY-MM-DD`.
    static func today() -> String {
        var now = time(nil)
        var parts = tm()
        localtime_r(&now, &parts)
        func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + "\(number)" }
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    }
}
