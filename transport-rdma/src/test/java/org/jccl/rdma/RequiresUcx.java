// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips what needs UCX where it is not, and says why. */
final class RequiresUcx implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(final ExtensionContext context) {
        final String reason = new RdmaTransportProvider().unavailable();
        return reason == null
                ? ConditionEvaluationResult.enabled("UCX is here")
                : ConditionEvaluationResult.disabled(reason);
    }
}
