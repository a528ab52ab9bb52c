// swift-tools-version: 6.2
import PackageDescription

/// The settings every Swift target of the package is built with.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "blot",
    products: [
        .executable(name: "blot", targets: ["blot"]),
        .library(name: "LeakDetection", targets: ["LeakDetection", "LeakRules"]),
        .library(name: "LogSources", targets: ["LogSources"]),
        .library(name: "LeakReport", targets: ["LeakReport"]),
    ],
    dependencies: [
        // Parses the command line, writes help and completions; used by the executable only.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // SQLite, for what an audit finds and what it has scanned; used by AuditStore only.
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        // Templates of the HTML report; used by Template only.
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        // C: the distribution's libraries, and the few lines that Swift cannot say.
        .systemLibrary(
            name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .target(name: "CInterrupt"),
        .target(name: "CProcessors"),
        .target(name: "CBytes"),
        // C++ behind a C header; toml++ is header-only, and comes from libtomlplusplus-dev.
        .target(name: "CTOML"),

        // One module per heavy dependency.
        .target(name: "PCRE2", dependencies: ["CPCRE2"]),
        .target(name: "YAMLReader", dependencies: ["CYAML"]),
        .target(name: "TOMLReader", dependencies: ["CTOML", "YAMLReader"]),
        .target(name: "KeyedHash", dependencies: ["CNettle"]),
        .target(name: "Inflate", dependencies: ["CZlib"]),
        .target(name: "Archive", dependencies: ["CArchive"]),
        .target(
            name: "Template",
            dependencies: [.product(name: "Mustache", package: "swift-mustache")]),

        // Rules.
        .target(name: "LeakRules", dependencies: ["PCRE2", "YAMLReader"]),
        .target(name: "GeneratedSource"),
        .executableTarget(name: "EmbedPatterns", dependencies: ["GeneratedSource", "LeakRules"]),
        .plugin(
            name: "EmbedPatternsPlugin", capability: .buildTool(),
            dependencies: ["EmbedPatterns"], path: "Sources/EmbedPatternsPlugin"),
        .target(
            name: "BuiltinPatterns", dependencies: ["LeakRules"],
            plugins: ["EmbedPatternsPlugin"]),

        // The core, and what is around it.
        .target(name: "CPrefilter"),
        .target(name: "Prefilter", dependencies: ["CPrefilter"]),
        .target(
            name: "LeakDetection",
            dependencies: [
                "CBytes", "Inflate", "PCRE2", "LeakRules", "KeyedHash", "Prefilter",
            ]),
        .target(
            name: "RuleImport", dependencies: ["LeakRules", "PCRE2", "TOMLReader", "YAMLReader"]),
        .target(name: "RuleCheck", dependencies: ["LeakDetection", "LeakRules", "PCRE2"]),
        .target(name: "LogSources", dependencies: ["Archive", "Inflate", "LeakDetection"]),
        .executableTarget(name: "EmbedText", dependencies: ["GeneratedSource"]),
        .plugin(
            name: "EmbedTextPlugin", capability: .buildTool(), dependencies: ["EmbedText"],
            path: "Sources/EmbedTextPlugin"),
        .target(
            name: "LeakReport",
            dependencies: ["KeyedHash", "LeakDetection", "LeakRules", "Template"],
            exclude: ["HTML/report.css", "HTML/report.js", "HTML/report.mustache"],
            plugins: ["EmbedTextPlugin"]),
        .target(
            name: "AuditStore",
            dependencies: [
                "LeakDetection", "LeakReport", "LeakRules",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .target(
            name: "LeakAudit",
            dependencies: [
                "AuditStore", "Configuration", "KeyedHash", "LeakDetection", "LeakReport",
                "LeakRules", "LogSources",
            ]),
        .target(
            name: "Configuration",
            dependencies: ["LeakDetection", "LeakReport", "LeakRules", "LogSources", "YAMLReader"]),
        .target(
            name: "SafeCopy",
            dependencies: ["Archive", "LeakDetection", "LeakReport", "LeakRules", "LogSources"]),
        .executableTarget(
            name: "blot",
            dependencies: [
                "AuditStore", "BuiltinPatterns", "CInterrupt", "CProcessors", "Configuration",
                "KeyedHash", "LeakAudit", "LeakDetection", "LeakReport", "LeakRules", "LogSources",
                "RuleCheck", "RuleImport", "SafeCopy",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // Tests. Engine tests use toy rules; PatternTests the real ones; CommandTests the real
        // binary.
        .target(
            name: "TestSupport", dependencies: ["LeakDetection", "LeakRules"],
            path: "Tests/TestSupport"),
        .testTarget(name: "PCRE2Tests", dependencies: ["PCRE2"]),
        .testTarget(name: "YAMLReaderTests", dependencies: ["YAMLReader"]),
        .testTarget(
            name: "TOMLReaderTests", dependencies: ["TOMLReader", "YAMLReader", "TestSupport"]),
        .testTarget(name: "KeyedHashTests", dependencies: ["KeyedHash"]),
        .testTarget(name: "InflateTests", dependencies: ["Inflate"]),
        .testTarget(name: "ArchiveTests", dependencies: ["Archive", "TestSupport"]),
        .testTarget(name: "CBytesTests", dependencies: ["CBytes", "TestSupport"]),
        .testTarget(name: "PrefilterTests", dependencies: ["Prefilter", "TestSupport"]),
        .testTarget(name: "LeakRulesTests", dependencies: ["LeakRules", "PCRE2", "TestSupport"]),
        .testTarget(
            name: "LeakDetectionTests",
            dependencies: [
                "Configuration", "KeyedHash", "LeakDetection", "LeakRules", "PCRE2", "Prefilter",
                "TestSupport",
            ]),
        .testTarget(
            name: "ConfigurationTests",
            dependencies: [
                "Configuration", "LeakDetection", "LeakReport", "LeakRules", "LogSources",
                "YAMLReader",
            ]),
        .testTarget(
            name: "SafeCopyTests",
            dependencies: ["LeakDetection", "LogSources", "SafeCopy", "TestSupport"]),
        .testTarget(name: "LogSourcesTests", dependencies: ["LogSources", "TestSupport"]),
        .testTarget(
            name: "LeakReportTests",
            dependencies: ["LeakReport", "LeakDetection", "LeakRules", "TestSupport"],
            exclude: ["Golden"]),
        .testTarget(name: "TemplateTests", dependencies: ["Template"]),
        .testTarget(
            name: "AuditStoreTests",
            dependencies: [
                "AuditStore", "KeyedHash", "LeakDetection", "LeakReport", "LeakRules",
                "TestSupport",
            ]),
        .testTarget(
            name: "LeakAuditTests",
            dependencies: [
                "AuditStore", "Configuration", "KeyedHash", "LeakAudit", "LeakDetection",
                "LeakReport", "LeakRules", "LogSources", "TestSupport",
            ]),
        .testTarget(
            name: "PatternTests",
            dependencies: [
                "BuiltinPatterns", "LeakDetection", "LeakRules", "PCRE2", "RuleCheck",
                "TestSupport",
            ]),
        .testTarget(
            name: "RuleImportTests",
            dependencies: [
                "KeyedHash", "LeakDetection", "LeakRules", "PCRE2", "RuleCheck", "RuleImport",
                "YAMLReader",
                "TestSupport",
            ]),
        .testTarget(
            name: "LawTests",
            dependencies: [
                "BuiltinPatterns", "KeyedHash", "LeakDetection", "LeakRules", "PCRE2", "Prefilter",
                "TestSupport",
            ]),
        .testTarget(
            name: "CorpusTests",
            dependencies: ["BuiltinPatterns", "LeakDetection", "LeakRules", "TestSupport"]),
        .testTarget(
            name: "CommandTests", dependencies: ["blot"], exclude: ["Golden"]),
        .testTarget(name: "TidyTests", dependencies: ["LeakDetection", "LeakRules"]),
    ],
    cxxLanguageStandard: .cxx17
)

for target in package.targets
where target.type == .regular || target.type == .executable || target.type == .test {
    target.swiftSettings = strict
}
