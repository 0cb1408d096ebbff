if obj.metadata.annotations == nil then
  obj.metadata.annotations = {}
end
obj.metadata.annotations["stillhouse.dev/cancel"] = "asked for in Argo CD"
return obj
