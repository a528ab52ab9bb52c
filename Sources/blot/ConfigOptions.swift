import ArgumentParser
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
            "A configuration: what looks like a secret and is none.", valueName: "path"))
    var path: String?

    /// The allowances that have not expired.
    ///
    /// - Throws: Status 64 when the file is not sound; every problem is on stderr.
    func allowances() throws -> [Allowance] {
        guard let path else { return [] }
        let config: Config
        do throws(SourceError) {
            config = Config(try contents(ofFile: path), path: path)
        } catch {
            Terminal.complain("blot: \(error)")
            throw Status.usage
        }
        guard config.problems.isEmpty else {
            for problem in config.problems { Terminal.complain("\(problem)") }
            throw Status.usage
        }
        let today = Self.today()
        return config.allowances.filter { allowance in
            guard let expires = allowance.expires, expires <= today else { return true }
            Terminal.complain("\(allowance.file):\(allowance.line): warning: expired on \(expires)")
            return false
        }
    }

    /// The date here, `YYYY-MM-DD`.
    private static func today() -> String {
        var now = time(nil)
        var parts = tm()
        localtime_r(&now, &parts)
        func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + "\(number)" }
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    }
}
