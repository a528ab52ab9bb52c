public import ArgumentParser
public import Configuration
public import LeakDetection
public import LeakRules

// What can be typed behind an option.

extension RedactionStyle: ExpressibleByArgument {}
extension Severity: ExpressibleByArgument {}
extension ReportRequest: ExpressibleByArgument {}
extension FailOn: ExpressibleByArgument {}
extension When: ExpressibleByArgument {}
extension BinaryPolicy: ExpressibleByArgument {}
