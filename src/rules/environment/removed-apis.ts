/** Since which version Kubernetes no longer has a kind under an `apiVersion`, and what it is now. https://kubernetes.io/docs/reference/using-api/deprecation-guide/ */
interface Removal {
  readonly kinds: readonly string[];
  readonly since: string;
  readonly now: string;
}

const removals: Readonly<Record<string, readonly Removal[]>> = {
  "extensions/v1beta1": [
    { kinds: ["Deployment", "DaemonSet", "ReplicaSet"], since: "1.16", now: "apps/v1" },
    { kinds: ["NetworkPolicy"], since: "1.16", now: "networking.k8s.io/v1" },
    { kinds: ["PodSecurityPolicy"], since: "1.16", now: "Pod Security Admission" },
    { kinds: ["Ingress"], since: "1.22", now: "networking.k8s.io/v1" },
  ],
  "apps/v1beta1": [{ kinds: ["Deployment", "StatefulSet", "ControllerRevision"], since: "1.16", now: "apps/v1" }],
  "apps/v1beta2": [
    {
      kinds: ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ControllerRevision"],
      since: "1.16",
      now: "apps/v1",
    },
  ],
  "networking.k8s.io/v1beta1": [{ kinds: ["Ingress", "IngressClass"], since: "1.22", now: "networking.k8s.io/v1" }],
  "rbac.authorization.k8s.io/v1beta1": [
    {
      kinds: ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"],
      since: "1.22",
      now: "rbac.authorization.k8s.io/v1",
    },
  ],
  "apiextensions.k8s.io/v1beta1": [
    { kinds: ["CustomResourceDefinition"], since: "1.22", now: "apiextensions.k8s.io/v1" },
  ],
  "apiregistration.k8s.io/v1beta1": [{ kinds: ["APIService"], since: "1.22", now: "apiregistration.k8s.io/v1" }],
  "admissionregistration.k8s.io/v1beta1": [
    {
      kinds: ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"],
      since: "1.22",
      now: "admissionregistration.k8s.io/v1",
    },
  ],
  "scheduling.k8s.io/v1beta1": [{ kinds: ["PriorityClass"], since: "1.22", now: "scheduling.k8s.io/v1" }],
  "coordination.k8s.io/v1beta1": [{ kinds: ["Lease"], since: "1.22", now: "coordination.k8s.io/v1" }],
  "certificates.k8s.io/v1beta1": [
    { kinds: ["CertificateSigningRequest"], since: "1.22", now: "certificates.k8s.io/v1" },
  ],
  "storage.k8s.io/v1beta1": [
    { kinds: ["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"], since: "1.22", now: "storage.k8s.io/v1" },
    { kinds: ["CSIStorageCapacity"], since: "1.27", now: "storage.k8s.io/v1" },
  ],
  "batch/v2alpha1": [{ kinds: ["CronJob"], since: "1.21", now: "batch/v1" }],
  "batch/v1beta1": [{ kinds: ["CronJob"], since: "1.25", now: "batch/v1" }],
  "policy/v1beta1": [
    { kinds: ["PodDisruptionBudget"], since: "1.25", now: "policy/v1" },
    { kinds: ["PodSecurityPolicy"], since: "1.25", now: "Pod Security Admission" },
  ],
  "discovery.k8s.io/v1beta1": [{ kinds: ["EndpointSlice"], since: "1.25", now: "discovery.k8s.io/v1" }],
  "events.k8s.io/v1beta1": [{ kinds: ["Event"], since: "1.25", now: "events.k8s.io/v1" }],
  "node.k8s.io/v1beta1": [{ kinds: ["RuntimeClass"], since: "1.25", now: "node.k8s.io/v1" }],
  "autoscaling/v2beta1": [{ kinds: ["HorizontalPodAutoscaler"], since: "1.25", now: "autoscaling/v2" }],
  "autoscaling/v2beta2": [{ kinds: ["HorizontalPodAutoscaler"], since: "1.26", now: "autoscaling/v2" }],
  "flowcontrol.apiserver.k8s.io/v1beta1": [
    { kinds: ["FlowSchema", "PriorityLevelConfiguration"], since: "1.26", now: "flowcontrol.apiserver.k8s.io/v1" },
  ],
  "flowcontrol.apiserver.k8s.io/v1beta2": [
    { kinds: ["FlowSchema", "PriorityLevelConfiguration"], since: "1.29", now: "flowcontrol.apiserver.k8s.io/v1" },
  ],
  "flowcontrol.apiserver.k8s.io/v1beta3": [
    { kinds: ["FlowSchema", "PriorityLevelConfiguration"], since: "1.32", now: "flowcontrol.apiserver.k8s.io/v1" },
  ],
};

/** What became of a kind; `null` where it is not known to be gone. */
export function findRemoval(apiVersion: string, kind: string): Omit<Removal, "kinds"> | null {
  if (!Object.hasOwn(removals, apiVersion)) return null;
  return removals[apiVersion]?.find(({ kinds }) => kinds.includes(kind)) ?? null;
}
